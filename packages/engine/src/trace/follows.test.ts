import { decodeDatagram } from '@hoplite/codec';
import { describe, expect, test } from 'vitest';
import type { Method, TraceResult } from '../result.js';
import type { ChosenField, Transport } from '../transport.js';
import { TraceEngine, type TraceRequest } from './engine.js';
import { createLine, type Line } from './line.fixture.js';

const TARGET = '192.0.2.9';
const SIX = '2001:db8:9::9';
const LINE: Line = { target: TARGET, routers: ['198.51.100.1', '198.51.100.2'] };
const LINE_SIX: Line = { target: SIX, routers: ['2001:db8:1::1', '2001:db8:2::1'] };
const METHODS: readonly Method[] = ['udp', 'udp-classic', 'udp-dublin', 'icmp', 'tcp'];

/** The line, and the bytes that were sent over it. */
function watched(line: Line = LINE, fields?: readonly ChosenField[]) {
  const inner = createLine(line);
  const datagrams: Uint8Array[] = [];
  const transport: Transport = {
    ...inner,
    capabilities: fields === undefined ? inner.capabilities : { ...inner.capabilities, fields },
    send(batch) {
      datagrams.push(...batch.map(({ datagram }) => datagram));
      inner.send(batch);
    },
  };
  return { transport, datagrams };
}

async function follow(transport: Transport, rounds: number, request: TraceRequest, target = TARGET) {
  await using engine = new TraceEngine(transport, { seed: 7 });
  const results: TraceResult[] = [];
  let last = engine.trace(target, request);
  results.push(await last.result);
  while (results.length < rounds) {
    last = engine.trace(target, { ...request, follows: last });
    results.push(await last.result);
  }
  return results;
}

/** What a load balancer hashes: addresses, protocol, ports, or the first word of ICMP. */
function flowOf(datagram: Uint8Array): string {
  const decoded = decodeDatagram(datagram);
  if (!decoded.ok) throw new Error('no datagram');
  const { payload } = decoded.value;
  if (payload.kind === 'udp' || payload.kind === 'tcp') return `${payload.sourcePort} ${payload.destinationPort}`;
  return 'checksum' in payload ? `${payload.checksum}` : payload.kind;
}

/** What tells a probe from others of its flow. */
function markOf(datagram: Uint8Array): string {
  const decoded = decodeDatagram(datagram);
  if (!decoded.ok) throw new Error('no datagram');
  const { payload } = decoded.value;
  if (payload.kind === 'udp') return `${payload.checksum}`;
  return 'sequenceNumber' in payload ? `${payload.sequenceNumber}` : '';
}

function identificationOf(datagram: Uint8Array): number | null {
  const decoded = decodeDatagram(datagram);
  return decoded.ok && decoded.value.ip.version === 4 ? decoded.value.ip.identification : null;
}

describe('a trace that follows another', () => {
  test.each(METHODS)('by %s sends its probes by the same flows', async (method) => {
    const { transport, datagrams } = watched();
    await follow(transport, 3, { method, queries: 2, maxTtl: 3 });
    const flows = datagrams.map(flowOf);
    expect(flows).toHaveLength(18);
    expect(flows.slice(6, 12)).toEqual(flows.slice(0, 6));
    expect(flows.slice(12)).toEqual(flows.slice(0, 6));
  });

  test.each<[Method, string]>([
    ['udp', TARGET],
    ['udp', SIX],
    ['udp-dublin', SIX],
    ['icmp', TARGET],
    ['icmp', SIX],
    ['tcp', TARGET],
  ])('by %s to %s has no probe that one of the last hundred rounds had', async (method, target) => {
    const { transport, datagrams } = watched(target === SIX ? LINE_SIX : LINE);
    await follow(transport, 100, { method, maxTtl: 3, queries: 1 }, target);
    expect(datagrams).toHaveLength(300);
    expect(new Set(datagrams.map(markOf)).size).toBe(300);
  });

  test.each<Method>(['udp', 'udp-dublin', 'icmp', 'tcp'])('by %s has no IPv4 identification twice', async (method) => {
    const { transport, datagrams } = watched();
    await follow(transport, 100, { method, maxTtl: 3, queries: 1 });
    expect(new Set(datagrams.map(identificationOf)).size).toBe(300);
  });

  test('takes no late answer to the earlier one for its own', async () => {
    // The first router answers the first probe of all, and no other, when the second trace runs.
    const fate: Line['fate'] = (number, ttl) => (ttl > 1 ? {} : number === 0 ? { delay: 65 } : { lost: true });
    const { transport } = watched({ ...LINE, fate });
    const [first, second] = await follow(transport, 2, { queries: 1, waitNear: 0, wait: 50, maxTtl: 3, parallel: 1 });
    expect(first?.hops.map(({ probes }) => probes[0]?.status)).toEqual(['timeout', 'replied', 'replied']);
    expect(second?.hops.map(({ probes }) => probes[0]?.status)).toEqual(['timeout', 'replied', 'replied']);
  });

  test('has ports of its own where nothing but the ports is seen of probes', async () => {
    const { transport, datagrams } = watched(LINE, ['sourcePort']);
    await follow(transport, 2, { queries: 1, maxTtl: 3 });
    const ports = datagrams.map((datagram) => flowOf(datagram).split(' ')[0]);
    expect(ports[0]).not.toBe(ports[3]);
  });

  test('shares its port with no third trace to the same target', async () => {
    const { transport, datagrams } = watched({ ...LINE, fate: () => ({ lost: true }) });
    await using engine = new TraceEngine(transport, { seed: 7 });
    const request = { queries: 1, maxTtl: 1, wait: 100 };
    const first = engine.trace(TARGET, request);
    const second = engine.trace(TARGET, { ...request, follows: first, wait: 500 });
    await first.result;
    const others = Array.from({ length: 300 }, () => engine.trace(TARGET, request));
    await Promise.all([second, ...others].map(({ result }) => result));
    const [one, two, ...rest] = datagrams.map(flowOf);
    expect(two).toBe(one);
    expect(rest).toHaveLength(300);
    expect(rest).not.toContain(one);
  });
});
