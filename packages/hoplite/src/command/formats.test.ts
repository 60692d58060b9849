import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { TraceEvent, TraceResult } from '@hoplite/engine';
import { describe, expect, it } from 'vitest';
import { fileWith, hoplite, pcap, start, twoHops } from '../command.fixture.js';
import { type FormatOptions, type TraceFormatName, traceFormats } from '../format/index.js';
import { network, over } from '../network.fixture.js';

/** What ndjson has besides results is told by the tests of `hoplite TARGET`. */
const formats = (Object.keys(traceFormats) as TraceFormatName[]).filter((name) => name !== 'ndjson');

function document(format: TraceFormatName, results: readonly TraceResult[], options: FormatOptions = {}): string {
  const begun = traceFormats[format].begin(options);
  return results.map((result, index) => begun.trace(result, index + 1)).join('') + begun.end();
}

const printed = async (...args: readonly string[]) => (await hoplite(args)).stdout;
const results = async (...args: readonly string[]): Promise<readonly TraceResult[]> =>
  [JSON.parse(await printed(...args, '--format', 'json'))].flat();

describe.each(formats)('--format %s', (format) => {
  it('of one target, of several and with options prints what the library makes of the results, names and all', async () => {
    for (const targets of [['t.example'], ['t.example', '192.0.2.1', '10.0.1.2']]) {
      for (const options of [{}, { extensions: true }]) {
        const args = [...(options.extensions ? ['-e'] : []), ...over(), ...targets];
        const expected = document(format, await results(...args), { ...options, single: targets.length === 1 });
        expect(await printed(...args, '--format', format)).toBe(expected);
      }
    }
  });

  it('of a capture prints the same of each trace in it', async () => {
    const both = [...twoHops({ target: '192.0.2.1' }), ...twoHops({ target: '192.0.2.2', start: 60_000 })];
    const file = fileWith(await pcap(both));
    expect(await printed('read', '--format', format, file)).toBe(document(format, await results('read', file)));
  });

  it('after an interrupt prints what was learned, and closes the document', async () => {
    const silent = { ...network, links: network.links.map((link, i) => ({ ...link, loss: i === 1 ? 1 : 0 })) };
    const running = start(['-n', '-m', '255', '-N', '1', '-w', '1', '--format', format, ...over(silent), '10.0.4.2']);
    const events: TraceEvent[] = [];
    const listen = (event: unknown) => {
      events.push(event as TraceEvent);
      if (events.at(-1)?.event === 'hop') running.interrupt.abort();
    };
    subscribe('hoplite:trace', listen);
    const { status, stdout } = await running.ended;
    unsubscribe('hoplite:trace', listen);
    const end = events.at(-1);
    if (end?.event !== 'end') throw new Error('it has no end');
    expect({ status, outcome: end.result.outcome }).toEqual({ status: 130, outcome: 'aborted' });
    expect(stdout).toBe(document(format, [end.result], { numeric: true, single: true }));
  });
});
