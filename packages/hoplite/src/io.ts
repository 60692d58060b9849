import type { Readable, Writable } from 'node:stream';

/** What the command touches of the world, besides the files that it is told to read and write. */
export interface Io {
  readonly stdin: Readable;
  /** Results go here, all else to `stderr`. */
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Aborted by an interrupt: the command prints what it has learned and ends. */
  readonly interrupt: AbortSignal;
}
