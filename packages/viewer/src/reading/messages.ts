import type { TraceResult } from '@hoplite/engine';
import type { PacketRecord } from 'hoplite/browser';

/** What the page asks of the worker that reads its files, one after the other. */
export type Request =
  /** Reads another file, not before the end of the last was told. */
  | { readonly ask: 'open'; readonly file: Blob }
  /** Ends the reading; what was found so far stays. */
  | { readonly ask: 'stop' }
  /** The packets of these frame numbers, of the capture that was opened as the `file`th, from 0. */
  | { readonly ask: 'packets'; readonly id: number; readonly file: number; readonly numbers: readonly number[] };

/** What the worker tells the page; unless it is of packets, of the file that was opened last. */
export type Report =
  /** Traces come in the order of the file, each once. */
  | { readonly report: 'traces'; readonly traces: readonly TraceResult[] }
  /** `read` counts bytes of the file as it is, gzipped or not. */
  | { readonly report: 'progress'; readonly read: number; readonly packets: number }
  | { readonly report: 'end'; readonly ending: Ending }
  | { readonly report: 'packets'; readonly id: number; readonly packets: readonly ShownPacket[] }
  | { readonly report: 'no-packets'; readonly id: number; readonly why: string };

/** How the reading of a file ended. */
export interface Ending {
  /** Null where the file was neither. */
  readonly kind: FileKind | null;
  /** Packets of a capture. */
  readonly packets: number;
  /** Before the file's end, as was asked. */
  readonly stopped: boolean;
  /** What is wrong with the file, and where. */
  readonly fault: Fault | null;
  /** Traces of results that have no end in the file, and so are not among those told. */
  readonly unfinished: number;
}

export type FileKind = 'capture' | 'results';

export interface Fault {
  /** Nothing of it could be read; otherwise what comes before the fault was. */
  readonly whole: boolean;
  readonly text: string;
  /** What its reader can do about it. */
  readonly advice: string;
}

export interface ShownPacket {
  readonly record: PacketRecord;
  /** The frame as it was captured. */
  readonly bytes: Uint8Array;
}
