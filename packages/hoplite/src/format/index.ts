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
  /** The lines of traceroute(8), while traces run, with a blank line between two. */
  text: text as TraceFormat<TextOptions>,
  /** An array of results, or one alone: `trace-result.schema.json`. */
  json: json as TraceFormat<JsonOptions>,
  /** An event a line, of all traces as they happen: `trace-event.schema.json`. */
  ndjson: ndjson as TraceFormat,
  /** A row a probe under one row of headings (RFC 4180). */
  csv: csv as TraceFormat,
  /** The report of mtr 0.95, as `mtr --report` prints it; `extensions` adds MPLS labels. */
  mtr: mtr as TraceFormat<Pick<TextOptions, 'extensions'>>,
  /** What `mtr --json` prints: `mtr.schema.json`. */
  'mtr-json': mtrJson as TraceFormat<JsonOptions>,
  /** What `scamper -O json` prints, an object a line: `scamper.schema.json`. */
  scamper: scamper as TraceFormat,
  /** Traceroute results of RIPE Atlas, one a line: `atlas.schema.json`. */
  atlas: atlas as TraceFormat,
  /** One graph in the language of Graphviz, a cluster for each trace. */
  dot: dot as TraceFormat,
  /** A picture of each path, side by side in one SVG document. */
  svg: svg as TraceFormat,
  /** A report with pictures and tables: one HTML document that needs no other file. */
  html: html as TraceFormat<JsonOptions>,
};

/** The names of the formats that print traces. */
export type TraceFormatName = keyof typeof traceFormats;

/** The options of all formats; each heeds its own. */
export type FormatOptions = TextOptions & JsonOptions;
