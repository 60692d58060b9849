import type { TraceResult } from '@hoplite/engine';

/** A way to write traces down: begins a document, one per run of the command. */
export type TraceFormat = (options: TextOptions) => TraceDocument;

/** Gives the text of one document piece by piece, so that each trace can be printed when it is complete. */
export interface TraceDocument {
  /** `id` is the trace's number, counted from 1 over the whole capture, also where a filter left some out. */
  trace(result: TraceResult, id: number): string;
  /** What closes the document. */
  end(): string;
}

/** What only the text format heeds. */
export interface TextOptions {
  /** Addresses alone, as traceroute(8) -n. */
  readonly numeric?: boolean;
  /** ICMP extensions behind the address, as -e. */
  readonly extensions?: boolean;
  /** The guessed number of hops back where it is not the hop's own, as --back. */
  readonly back?: boolean;
}
