import type { TraceFormat } from './format.js';
import type { FormatOptions, TraceFormatName } from './index.js';

/** Loads one format and what it needs: a short trace takes less long than to load them all. */
export function loadFormat(name: TraceFormatName): Promise<TraceFormat<FormatOptions>> {
  return LOADERS[name]();
}

type Loader = () => Promise<TraceFormat<FormatOptions>>;

const LOADERS: Readonly<Record<TraceFormatName, Loader>> = {
  text: async () => (await import('./text.js')).text,
  json: async () => (await import('./json.js')).json,
  ndjson: async () => (await import('./ndjson.js')).ndjson,
  csv: async () => (await import('./csv.js')).csv,
  mtr: async () => (await import('./mtr.js')).mtr,
  'mtr-json': async () => (await import('./mtr-json.js')).mtrJson,
  scamper: async () => (await import('./scamper.js')).scamper,
  atlas: async () => (await import('./atlas.js')).atlas,
  dot: async () => (await import('./dot.js')).dot,
  svg: async () => (await import('./svg.js')).svg,
  html: async () => (await import('./html.js')).html,
};

/** The names of all, in the order of `traceFormats`. */
export const traceFormatNames = Object.keys(LOADERS) as readonly TraceFormatName[];
