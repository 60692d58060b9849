import type { TraceResult } from '@hoplite/engine';
import { safeJson } from '../terminal.js';
import type { TraceFormat } from './format.js';

/** The last event of every trace. Its schema: `hoplite/schema/trace-event.schema.json`. */
export interface EndEvent {
  readonly v: 1;
  readonly event: 'end';
  /** Which trace: counted from 1 over the whole capture. */
  readonly trace: number;
  /** What was asked for: a host name or an address. */
  readonly target: string;
  readonly result: TraceResult;
}

/** One event a line. A trace from a capture has one event, its `end`. */
export const ndjson: TraceFormat = () => ({
  trace(result, id) {
    const event: EndEvent = { v: 1, event: 'end', trace: id, target: result.target, result };
    return `${safeJson(event)}\n`;
  },
  end: () => '',
});
