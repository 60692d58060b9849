import type { TraceEvent, TraceResult } from '@hoplite/engine';
import type { PathRow } from '../statistics/path-statistics.js';

/** A way to write traces down. `Options` are those of all who print that this format heeds. */
export interface TraceFormat<Options = unknown> {
  /** Whether it shows names of addresses: for one that does not, none need be looked up. */
  readonly showsNames: boolean;
  /** Whether it prints what `figures` of its documents say, and of the probes themselves only who answered. Default false. */
  readonly figuresAlone?: boolean;
  /** Begins a document, one per run of the command. */
  readonly begin: (options: Options) => TraceDocument;
  /** What it prints of traces that run. A format without it has each trace when its result is complete, in their order. */
  readonly live?: LiveFormat<Options>;
}

/** Gives the text of one document piece by piece, so that each trace can be printed when it is complete. */
export interface TraceDocument {
  /**
   * What the next trace adds to the text. `id` is its number, counted from 1 over the run or the whole capture, also where a
   * filter left some out. `figures` are those of more rounds than `result` holds, told to a format of figures alone.
   */
  trace(result: TraceResult, id: number, figures?: readonly PathRow[]): string;
  /** What closes the document, empty where nothing does: once, after the last trace. */
  end(): string;
}

/** For a format that has something to say of a trace before its end. */
export interface LiveFormat<Options = unknown> {
  /** `traces`: all events of a trace, and then those of the next. `events`: those of all traces as they happen. */
  readonly order: 'traces' | 'events';
  /** Begins a document, and returns what each event adds to it. */
  readonly begin: (options: Options) => (event: TraceEvent) => string;
}
