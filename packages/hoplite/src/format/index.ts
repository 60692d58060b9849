import type { TraceFormat } from './format.js';
import { type JsonOptions, json } from './json.js';
import { ndjson } from './ndjson.js';
import { type TextOptions, text } from './text.js';

/** The formats of traces by their names on the command line: a new one is one file and one line here. */
export const traceFormats = {
  text: text as TraceFormat<TextOptions>,
  json: json as TraceFormat<JsonOptions>,
  ndjson: ndjson as TraceFormat,
};

export type TraceFormatName = keyof typeof traceFormats;

/** The options of all formats; each heeds its own. */
export type FormatOptions = TextOptions & JsonOptions;
