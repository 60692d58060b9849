import { decodeDatagram } from '@hoplite/codec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { METHODS } from '../methods/index.js';
import { NO_REACH, type ProbeMethod } from '../methods/method.js';
import type { TraceOptions } from '../trace-options.js';
import type { ChosenField, Outgoing, Transport } from '../transport.js';
import { TraceEngine } from './engine.js';
import { portAfter } from './flows.js';
import { createLine, type Line } from './line.fixture.js';

const TARGET = '192.0.2.9';
const ROUTERS = ['198.51.100.1', '198.51.100.2', '198.51.100.3'];

interface Flow {
  readonly source: number;
  readonly destination: number;
}

/**
 * A line whose system hides of a quote all but the ports, and ties an error to the last probe of the flow: an ordinary
 * socket. It also says what was sent, and how many were in flight at once at the most.
 */
function ordinarySockets(line: Partial<Line> = {}): Transport & { sent: Flow[]; most: () => number } {
  const inner = createLine({ target: TARGET, routers: ROUTERS, ...line });
  const last = new Map<string, number>();
  const sent: Flow[] = [];
  let inFlight = 0;
  let most = 0;
  const note = ({ id, datagram }: Outgoing): void => {
    const { source, destination } = portsOf(datagram);
    sent.push({ source, destination });
    most = Math.max(most, ++inFlight);
    last.set(`${source} ${destination}`, id);
  };
  const fields: ChosenField[] = ['sourcePort'];
  return {
    ...inner,
    sent,
    most: () => most,
    capabilities: { ...inner.capabilities, fields },
    send(batch) {
      for (const each of batch) note(each);
      inner.send(batch);
    },
    open: (listener) =>
      inner.open({
        sent: (id, at) => listener.sent(id, at),
        failed: (...heard) => listener.failed(...heard),
        noticed: (...heard) => listener.noticed(...heard),
        broken: (error) => listener.broken(error),
        received(datagram, at) {
          inFlight--;
          const { source, destination } = portsOf(quoteIn(datagram));
          const id = last.get(`${source} ${destination}`);
          listener.received(datagram, at, ['identification', 'checksum', 'length', 'sequenceNumber'], id);
        },
      }),
  };
}

function portsOf(datagram: Uint8Array): Flow {
  const view = new DataView(datagram.buffer, datagram.byteOffset);
  return { source: view.getUint16(20), destination: view.getUint16(22) };
}

function quoteIn(datagram: Uint8Array): Uint8Array {
  const decoded = decodeDatagram(datagram);
  return decoded.ok && 'original' in decoded.value.payload ? decoded.value.payload.original : datagram;
}

async function traceOver(transport: Transport, options: TraceOptions) {
  await using engine = new TraceEngine(transport, { seed: 1 });
  return await engine.trace(TARGET, options).result;
}

/** The method, but each probe has the source port after that of the one before. */
function moving(name: 'tcp' | 'udp'): ProbeMethod {
  const method = METHODS[name];
  return {
    ...method,
    name: `${name}-moving`,
    reach: ({ firstTtl, maxTtl, queries }) => ({ ...NO_REACH, sourcePort: (maxTtl - firstTtl + 1) * queries - 1 }),
    build: ({ secrets, ...plan }) =>
      method.build({ ...plan, secrets: { ...secrets, sourcePort: secrets.sourcePort + plan.index } }),
  };
}

const different = (numbers: readonly number[]): number => new Set(numbers).size;

describe('over a transport whose quotes tell UDP probes of one flow not apart', () => {
  test('a trace of no method in particular is udp-classic, and says so', async () => {
    const transport = ordinarySockets();
    const { method, outcome, options, hops } = await traceOver(transport, {});
    expect({ method, outcome, told: options.method, hops: hops.length }).toEqual({
      method: 'udp-classic',
      outcome: 'reached',
      told: 'udp-classic',
      hops: 4,
    });
    expect(different(transport.sent.map(({ destination }) => destination))).toBe(transport.sent.length);
    expect(transport.most()).toBeGreaterThan(1);
  });

  test('udp asked for by name keeps one probe in flight, and its one flow where all answer', async () => {
    const transport = ordinarySockets();
    const { method, outcome, options, ambiguous } = await traceOver(transport, { method: 'udp', parallel: 8 });
    expect({ method, outcome, parallel: options.parallel, ambiguous }).toEqual({
      method: 'udp',
      outcome: 'reached',
      parallel: 1,
      ambiguous: 0,
    });
    expect([transport.most(), different(transport.sent.map(({ source }) => source))]).toEqual([1, 1]);
  });

  test('udp asked for by name takes a fresh source port after every probe without an answer, and the result lists them', async () => {
    const transport = ordinarySockets({ routers: [ROUTERS[0] ?? '', null, ROUTERS[2] ?? ''] });
    const { hops } = await traceOver(transport, { method: 'udp', queries: 2, wait: 10 });
    const [first = 0] = transport.sent.map(({ source }) => source);
    const flows = hops.map(({ probes }) => probes.map((probe) => (probe.sourcePort ?? 0) - first));
    expect(flows).toEqual([
      [0, 0],
      [0, 1],
      [2, 2],
      [2, 2],
    ]);
  });

  test('udp asked for by name takes a fresh source port after a second answer to the same probe', async () => {
    const transport = ordinarySockets({ fate: (number) => (number === 1 ? { copies: 2 } : {}) });
    const { hops } = await traceOver(transport, { method: 'udp', queries: 2, interval: 5 });
    const [first = 0] = transport.sent.map(({ source }) => source);
    expect(hops.map(({ probes }) => probes.map((probe) => (probe.sourcePort ?? 0) - first))).toEqual([
      [0, 0],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  test('tcp takes a new source port for every probe, many in flight', async () => {
    const transport = ordinarySockets();
    const { outcome, hops } = await traceOver(transport, { method: 'tcp' });
    expect(outcome).toBe('reached');
    expect(different(transport.sent.map(({ source }) => source))).toBe(transport.sent.length);
    expect(transport.most()).toBeGreaterThan(1);
    expect(hops.map(({ probes }) => probes.map((probe) => 'address' in probe && probe.address))).toEqual(
      [...ROUTERS, TARGET].map((address) => [address, address, address]),
    );
  });

  test.each(['tcp', 'udp'] as const)('a method that moves the source port of %s itself moves it alone', async (by) => {
    const transport = ordinarySockets({ routers: [ROUTERS[0] ?? '', null, ROUTERS[2] ?? ''] });
    // The last port that such a trace may begin with, so that the last probe has the last one that there is.
    const asked = { maxTtl: 4, queries: 2, wait: 10, parallel: 1 };
    const { outcome } = await traceOver(transport, { ...asked, method: moving(by), sourcePort: 65_535 - 7 });
    expect(outcome).toBe('reached');
    expect(transport.sent.map(({ source }) => 65_535 - source)).toEqual([7, 6, 5, 4, 3, 2, 1, 0]);
  });

  test('a transport that shows one identifier is given a single flow as ever', async () => {
    for (const fields of [['checksum'], ['identification']] as const) {
      const line = createLine({ target: TARGET, routers: ROUTERS });
      const { method, options } = await traceOver({ ...line, capabilities: { ...line.capabilities, fields } }, {});
      expect([method, options.parallel]).toEqual(['udp', 16]);
    }
  });
});

test('however many flows there were, the source port is one that anybody may use, and another than the last one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 65_535 }), fc.nat(65_024), (first, flows) => {
      const [port, next] = [portAfter(first, flows), portAfter(first, flows + 1)];
      expect(port).toBeGreaterThanOrEqual(Math.min(first, 1024));
      expect(port).toBeLessThanOrEqual(65_535);
      expect(next).not.toBe(port);
    }),
  );
});
