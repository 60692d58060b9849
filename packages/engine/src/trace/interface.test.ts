import type { Address } from '@hoplite/codec';
import { describe, expect, test } from 'vitest';
import type { Outgoing, Transport } from '../transport.js';
import { TraceEngine } from './engine.js';
import { createLine } from './line.fixture.js';

const TARGET = '192.0.2.9';

/** A line with two interfaces, `a` and `b`; it writes down what it was asked and given to send. */
function twoInterfaces() {
  const line = createLine({ target: TARGET, routers: [] });
  const asked: (string | undefined)[] = [];
  const given: Outgoing[] = [];
  const transport: Transport = {
    ...line,
    capabilities: { ...line.capabilities, interfaces: true },
    async sourceFor(destination: Address, by?: string) {
      asked.push(by);
      if (by !== undefined && by !== 'a' && by !== 'b') {
        throw Object.assign(new Error(`there is no interface ${by}`), { code: 'ENODEV' });
      }
      return line.sourceFor(destination);
    },
    send(batch) {
      given.push(...batch);
      line.send(batch);
    },
  };
  return { transport, asked, given };
}

describe('an interface of a trace’s own', () => {
  test('is that of all its probes, of its source address too, and of no other trace', async () => {
    const { transport, asked, given } = twoInterfaces();
    await using engine = new TraceEngine(transport, { seed: 1 });
    const traces = [{ interface: 'a' }, { interface: 'b', queries: 2 }, {}].map((each) => engine.trace(TARGET, each));
    const results = await Promise.all(traces.map(({ result }) => result));
    expect(results.map(({ outcome, options }) => [outcome, options.interface])).toEqual([
      ['reached', 'a'],
      ['reached', 'b'],
      ['reached', null],
    ]);
    expect(asked).toEqual(['a', 'b', undefined]);
    const sentBy = (by: string | undefined) => given.filter((each) => each.interface === by).length;
    expect([sentBy('a'), sentBy('b'), sentBy(undefined)]).toEqual(results.map(({ probesSent }) => probesSent));
  });

  test('ends the trace with the system’s reason where there is none of that name, whatever its source', async () => {
    const { transport, given } = twoInterfaces();
    await using engine = new TraceEngine(transport, { seed: 1 });
    for (const source of [{}, { source: '10.0.0.1' }]) {
      const { outcome, error } = await engine.trace(TARGET, { interface: 'c', ...source }).result;
      expect([outcome, error?.code]).toEqual(['failed', 'ENODEV']);
    }
    expect(given).toEqual([]);
  });

  test('is refused at once where the transport lets no trace choose one, and where it is no name', () => {
    const engine = new TraceEngine(createLine({ target: TARGET, routers: [] }), { seed: 1 });
    expect(() => engine.trace(TARGET, { interface: 'a' })).toThrow(RangeError);
    const choosing = new TraceEngine(twoInterfaces().transport, { seed: 1 });
    expect(() => choosing.trace(TARGET, { interface: '' })).toThrow('interface is "", must be the name of one');
  });
});
