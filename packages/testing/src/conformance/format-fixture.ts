import type { TraceResult } from '@hoplite/engine';

/** What the conformance kit needs to try an output format. */
export interface FormatFixture {
  /** Begins a document, as `begin` of a `TraceFormat` does with the options that it is to be tried with. */
  readonly begin: () => {
    /** The text of a trace, and what comes before it. */
    trace(result: TraceResult, id: number): string;
    /** What comes after the last. */
    end(): string;
  };
  /** Reads a whole document as those would for whom it is written; throws, or rejects, where it is none. Default: nobody does. */
  readonly read?: (text: string) => unknown;
}
