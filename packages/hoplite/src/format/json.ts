import type { TraceResult } from '@hoplite/engine';
import { safeJson } from '../terminal.js';
import type { TraceFormat } from './format.js';

/** One array of results, `[]` when there is none. Its schema: `hoplite/schema/trace-result.schema.json`. */
export const json: TraceFormat = () => {
  let started = false;
  return {
    trace(result) {
      const before = started ? ',\n' : '[\n';
      started = true;
      return before + safeJson(result, 2).replace(/^/gm, '  ');
    },
    end: () => (started ? '\n]\n' : '[]\n'),
  };
};

/** The one result of a trace to one target. */
export function jsonOfResult(result: TraceResult): string {
  return `${safeJson(result, 2)}\n`;
}
