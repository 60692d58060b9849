import type { EndEvent, TraceEvent } from '@hoplite/engine';
import { safeJson } from '../terminal.js';
import type { TraceFormat } from './format.js';

/** One event a line. A trace from a capture has one event, its `end`. Its schema: `hoplite/schema/trace-event.schema.json`. */
export const ndjson: TraceFormat = {
  showsNames: true,
  begin: () => ({
    trace(result, id) {
      const event: EndEvent = { v: 1, event: 'end', trace: id, target: result.target, result };
      return ndjsonOfEvent(event);
    },
    end: () => '',
  }),
  live: { order: 'events', begin: () => ndjsonOfEvent },
};

function ndjsonOfEvent(event: TraceEvent): string {
  return `${safeJson(event)}\n`;
}
