import type { TraceFormat } from './format.js';
import { json } from './json.js';
import { ndjson } from './ndjson.js';
import { text } from './text.js';

/** The formats of traces by their names on the command line: a new one is one file and one line here. */
export const traceFormats = {
  text: text as TraceFormat,
  json: json as TraceFormat,
  ndjson: ndjson as TraceFormat,
};

export type TraceFormatName = keyof typeof traceFormats;
