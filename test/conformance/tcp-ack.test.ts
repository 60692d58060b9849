import { extractTraces, TraceEngine, type TraceResult, type Transport } from '@hoplite/engine';
import { readCapture, record, replay } from '@hoplite/transport-pcap';
import { createSimTransport, type TopologyInit } from '@hoplite/transport-sim';
import { describe, expect, test } from 'vitest';
import { tcpAck } from '../../examples/tcp-ack.js';

/** Two routers and a host with an open port and closed ones, a millisecond from one to the next. */
const TOPOLOGY: TopologyInit = {
  from: 'pc',
  nodes: {
    pc: { kind: 'host' },
    r1: { kind: 'router' },
    r2: { kind: 'router' },
    www: { kind: 'host', services: { tcp: [80] } },
  },
  links: [
    ['pc', 'r1'],
    ['r1', 'r2'],
    ['r2', 'www'],
  ].map(([near = '', far = ''], i) => ({
    ends: [
      { node: near, addresses: [`10.0.${i}.1`, `2001:db8:${i}::1`] },
      { node: far, addresses: [`10.0.${i}.2`, `2001:db8:${i}::2`] },
    ],
    latency: 1,
  })),
};

const PATHS = {
  4: ['10.0.0.2', '10.0.1.2', '10.0.2.2'],
  6: ['2001:db8::2', '2001:db8:1::2', '2001:db8:2::2'],
};

describe.each([
  { family: 4, port: 80 },
  { family: 6, port: 81 },
] as const)('a trace by it over IPv$family to port $port', ({ family, port }) => {
  const path = PATHS[family];
  const target = path[2] ?? '';
  const traceOver = async (transport: Transport): Promise<TraceResult> => {
    await using engine = new TraceEngine(transport, { seed: 1 });
    return await engine.trace(target, { method: tcpAck, port, maxTtl: 6 }).result;
  };

  test('finds every hop, with the time of each query, up to the host that resets it', async () => {
    const result = await traceOver(createSimTransport(TOPOLOGY));
    expect(result).toMatchObject({ method: 'tcp-ack', options: { method: 'tcp-ack' }, outcome: 'reached', foreign: 0 });
    const answers = result.hops.map(({ probes }) =>
      probes.map((probe) => 'rtt' in probe && [probe.address, probe.rtt]),
    );
    expect(answers).toEqual(path.map((address, i) => Array(3).fill([address, 2 * (i + 1)])));
    expect(result.hops[2]?.probes[0]).toMatchObject({ direct: 'rst' });
  });

  test('is repeated by its recording, which names the method, and found in it as one of TCP', async () => {
    const chunks: Uint8Array[] = [];
    const traces = [{ target, options: { method: tcpAck, port, maxTtl: 6 } }];
    const transport = record(
      createSimTransport(TOPOLOGY),
      { write: (bytes: Uint8Array) => void chunks.push(bytes) },
      { traces },
    );
    const result = await traceOver(transport);
    const recording = await replay(Buffer.concat(chunks));
    expect(recording.recording?.traces?.[0]?.options).toEqual({ method: 'tcp-ack', port, maxTtl: 6 });
    expect(await traceOver(recording)).toEqual(result);
    const found: TraceResult[] = [];
    for await (const trace of extractTraces(readCapture(Buffer.concat(chunks)))) found.push(trace);
    const addresses = found[0]?.hops.map(({ probes }) => probes[0] && 'address' in probes[0] && probes[0].address);
    expect(found).toMatchObject([{ method: 'tcp', outcome: 'reached', foreign: 0 }]);
    expect(addresses?.slice(0, 3)).toEqual(path);
  });
});

test('the longest trace there is has room for its source ports', async () => {
  await using engine = new TraceEngine(createSimTransport(TOPOLOGY), { seed: 1 });
  const trace = engine.trace('10.0.2.2', { method: tcpAck, maxTtl: 255, queries: 255 });
  trace.abort();
  const { sourcePort } = (await trace.result).options;
  expect(sourcePort).toBeGreaterThan(0);
  expect(Number(sourcePort) + 255 * 255 - 1).toBeLessThanOrEqual(65535);
});
