import type { TraceResult } from '@hoplite/engine';
import { json } from 'hoplite/browser';

/** Saves the traces as `hoplite read --format json` prints them. */
export function saveResults(traces: readonly TraceResult[], name: string): void {
  const written = json.begin({});
  const text = traces.map((trace, index) => written.trace(trace, index + 1));
  const url = URL.createObjectURL(new Blob([...text, written.end()], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.replace(/(\.(pcap|pcapng|cap|json|ndjson))?(\.gz)?$/, '')}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
