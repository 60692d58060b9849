import type { TraceResult } from '@hoplite/engine';
import type { PathRow } from '../statistics/path-statistics.js';
import { safeJson } from '../terminal.js';
import type { TraceDocument, TraceFormat } from './format.js';

/** How the formats that are one document begin and end. */
export interface JsonOptions {
  /** One trace alone is printed: it is the document, not the one element of an array. Default false. */
  readonly single?: boolean;
}

/** One array of results, `[]` when there is none. Its schema: `hoplite/schema/trace-result.schema.json`. */
export const json: TraceFormat<JsonOptions> = {
  showsNames: true,
  begin: (options) => jsonDocument((result) => result, options),
};

/** A document of JSON with `shapeOf` of each trace in it. */
export function jsonDocument(
  shapeOf: (result: TraceResult, figures?: readonly PathRow[]) => unknown,
  { single }: JsonOptions,
): TraceDocument {
  if (single) return { trace: (result, _, figures) => `${safeJson(shapeOf(result, figures), 2)}\n`, end: () => '' };
  let started = false;
  return {
    trace(result, _, figures) {
      const before = started ? ',\n' : '[\n';
      started = true;
      return before + safeJson(shapeOf(result, figures), 2).replace(/^/gm, '  ');
    },
    end: () => (started ? '\n]\n' : '[]\n'),
  };
}
