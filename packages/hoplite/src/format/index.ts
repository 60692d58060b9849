import { atlas } from './atlas.js';
import { csv } from './csv.js';
import { dot } from './dot.js';
import type { TraceFormat } from './format.js';
import { html } from './html.js';
import { type JsonOptions, json } from './json.js';
import { mtr } from './mtr.js';
import { mtrJson } from './mtr-json.js';
import { ndjson } from './ndjson.js';
import { scamper } from './scamper.js';
import { svg } from './svg.js';
import { type TextOptions, text } from './text.js';

/** The formats of traces by their names on the command line: a new one is one file, one line here and one in `load.ts`. */
export const traceFormats = {
  text: text as TraceFormat<TextOptions>,
  json: json as TraceFormat<JsonOptions>,
  ndjson: ndjson as TraceFormat,
  csv: csv as TraceFormat,
  mtr: mtr as TraceFormat<Pick<TextOptions, 'extensions'>>,
  'mtr-json': mtrJson as TraceFormat<JsonOptions>,
  scamper: scamper as TraceFormat,
  atlas: atlas as TraceFormat,
  dot: dot as TraceFormat,
  svg: svg as TraceFormat,
  html: html as TraceFormat<JsonOptions>,
};

/** The names of the formats that print traces. */
export type TraceFormatName = keyof typeof traceFormats;

/** The options of all formats; each heeds its own. */
export type FormatOptions = TextOptions & JsonOptions;
