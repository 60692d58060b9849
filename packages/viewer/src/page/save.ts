import type { TraceResult } from '@hoplite/engine';
import { isAnswered, json, svg, text } from 'hoplite/browser';

/** Between so many traces the page can do something else. */
const TRACES_AT_ONCE = 200;

/** Saves the traces of a file as `hoplite read --format json` prints them. */
export async function saveResults(traces: readonly TraceResult[], file: string): Promise<void> {
  const written = json.begin({});
  const parts: Blob[] = [];
  for (let start = 0; start < traces.length; start += TRACES_AT_ONCE) {
    const some = traces.slice(start, start + TRACES_AT_ONCE);
    parts.push(new Blob(some.map((trace, index) => written.trace(trace, start + index + 1))));
    await new Promise((resolve) => setTimeout(resolve));
  }
  const name = file.replace(/(\.(pcap|pcapng|cap|json|ndjson))?(\.gz)?$/, '');
  save([...parts, written.end()], `${name}.json`, 'application/json');
}

/** Saves the path of a trace as `hoplite read --format svg` draws it. */
export function savePicture(trace: TraceResult): void {
  const written = svg.begin({});
  save([written.trace(trace, 1), written.end()], `${trace.target}.svg`, 'image/svg+xml');
}

/** A trace as traceroute(8) prints it: with names, where there are any. */
export function asText(trace: TraceResult): string {
  const isNamed = trace.hops.some(({ probes }) => probes.some((probe) => isAnswered(probe) && probe.name !== null));
  const written = text.begin({ numeric: !isNamed });
  return written.trace(trace, 1) + written.end();
}

function save(parts: readonly BlobPart[], name: string, type: string): void {
  const url = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
