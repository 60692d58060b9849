import type { Readable, Writable } from 'node:stream';

/** What the command touches of the world, besides the files that it is told to read and write. */
export interface Io {
  /** Read where a file is named `-`, and by `watch` for keys where it is a terminal. */
  readonly stdin: Readable;
  /** Results go here, all else to `stderr`. */
  readonly stdout: Writable;
  /** Errors, warnings, and how far it has come where it is a terminal. */
  readonly stderr: Writable;
  /** Aborted by an interrupt: the command prints what it has learned and ends. */
  readonly interrupt: AbortSignal;
}
