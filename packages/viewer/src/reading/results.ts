import type { TraceResult } from '@hoplite/engine';
import { faultInResult } from './result-shape.js';

/** A file is JSON, but not what Hoplite writes, or not all of it. */
export class ResultsError extends Error {
  override readonly name = 'ResultsError';
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}

/** What a file of results holds. */
export interface Results {
  readonly traces: readonly TraceResult[];
  /** Traces that have a start in it and no end. */
  readonly unfinished: number;
  /** What ended the reading before the file's end. */
  readonly error: ResultsError | null;
}

/** Reads what `--format json` (an array, or one result) or `--format ndjson` (an event a line) wrote; of `watch`, its rounds. */
export function readResults(text: string): Results {
  const whole = parsed(text);
  if (whole !== undefined) return collected(Array.isArray(whole) ? whole : [whole], 'result');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 1 ? collected(lines.map(parsed), 'line') : { traces: [], unfinished: 0, error: notJson };
}

function collected(values: readonly unknown[], unit: 'result' | 'line'): Results {
  const traces: TraceResult[] = [];
  const open = new Set<unknown>();
  for (const [index, value] of values.entries()) {
    const fault = take(value, traces, open);
    if (fault === null) continue;
    const error = new ResultsError(`In ${unit} ${index + 1}: ${fault}.`, traces.length === 0 ? written : before);
    return { traces, unfinished: open.size, error };
  }
  return { traces, unfinished: open.size, error: null };
}

/** Takes a result, or the one that an event brings; says what is wrong with it. */
function take(value: unknown, traces: TraceResult[], open: Set<unknown>): string | null {
  if (value === undefined) return 'this is no JSON';
  if (typeof value !== 'object' || value === null) return 'this is neither a result nor an event';
  if (!('event' in value)) return takeResult(value, traces);
  if (value.event === 'round') return takeResult(resultOf(value), traces);
  // What is watched has no number: it has no one result, and ends whenever it is left.
  if (!('trace' in value)) return null;
  if (value.event === 'start') open.add(value.trace);
  if (value.event !== 'end') return null;
  open.delete(value.trace);
  return takeResult(resultOf(value), traces);
}

const resultOf = (event: object): unknown => ('result' in event ? event.result : null);

function takeResult(value: unknown, traces: TraceResult[]): string | null {
  const fault = faultInResult(value);
  if (fault === null) traces.push(value as TraceResult);
  return fault;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const written = 'The viewer reads what hoplite writes with --format json or --format ndjson.';
const before = 'What comes before is shown. The file was cut short, or changed by hand.';
const notJson = new ResultsError('This begins like JSON and is none.', `${written} Was the file cut short?`);
