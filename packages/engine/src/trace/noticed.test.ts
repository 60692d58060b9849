import { expect, test } from 'vitest';
import type { Listener, Transport } from '../transport.js';
import { TraceEngine } from './engine.js';
import { createLine } from './line.fixture.js';

const TARGET = '192.0.2.9';
const LINE = { target: TARGET, routers: ['198.51.100.1', '198.51.100.2'] };
const ONE_BY_ONE = { queries: 1, parallel: 1, method: 'icmp' } as const;

/** The line, but its listener hears some things otherwise. */
function lineWhere(change: (listener: Listener) => Partial<Listener>): Transport {
  const line = createLine(LINE);
  const changed = (listener: Listener): Listener => ({
    sent: (...heard) => listener.sent(...heard),
    failed: (...heard) => listener.failed(...heard),
    received: (...heard) => listener.received(...heard),
    noticed: (...heard) => listener.noticed(...heard),
    broken: (...heard) => listener.broken(...heard),
    ...change(listener),
  });
  return { ...line, open: (listener) => line.open(changed(listener)) };
}

test('a probe in flight while the clock is stepped has an answer and no round trip', async () => {
  const transport = lineWhere((listener) => ({
    sent(id, at) {
      listener.sent(id, at);
      if (id === 2) listener.noticed('clock-stepped', 'the clock was set back by an hour');
    },
  }));
  await using engine = new TraceEngine(transport, { seed: 1 });
  const { hops, notices, outcome } = await engine.trace(TARGET, ONE_BY_ONE).result;
  const rtts = hops.map(({ probes: [probe] }) => (probe?.status === 'replied' ? probe.rtt : 'none'));
  expect(rtts).toEqual([1, null, 3]);
  expect({ notices, outcome }).toEqual({
    notices: [{ code: 'clock-stepped', text: 'the clock was set back by an hour' }],
    outcome: 'reached',
  });
});

test('an answer that is stamped before its probe has a negative round trip, and a notice says so', async () => {
  const transport = lineWhere((listener) => ({
    sent: (id, at) => listener.sent(id, id === 2 ? at + 5_000_000 : at),
  }));
  await using engine = new TraceEngine(transport, { seed: 1 });
  const trace = engine.trace(TARGET, ONE_BY_ONE);
  const told = [];
  for await (const event of trace) if (event.event === 'notice') told.push(event.code);
  const { hops, notices } = await trace.result;
  const rtts = hops.map(({ probes: [probe] }) => (probe?.status === 'replied' ? probe.rtt : 'none'));
  expect(rtts).toEqual([1, -3, 3]);
  const text = 'the answer of 198.51.100.2 is stamped before its probe with TTL 2';
  expect({ notices, told }).toEqual({ notices: [{ code: 'negative-rtt', text }], told: ['negative-rtt'] });
});

test('what the transport has to say every running trace tells, in its events and its result', async () => {
  const transport = lineWhere((listener) => ({
    sent(id, at) {
      listener.sent(id, at);
      if (id === 3) listener.noticed('overflow', 'two replies were lost');
    },
  }));
  await using engine = new TraceEngine(transport, { seed: 1 });
  const traces = [engine.trace(TARGET, ONE_BY_ONE), engine.trace('192.0.2.10', ONE_BY_ONE)];
  for (const trace of traces) {
    const told = [];
    for await (const event of trace) if (event.event === 'notice') told.push([event.code, event.text]);
    expect(told).toEqual([['overflow', 'two replies were lost']]);
    expect((await trace.result).notices).toEqual([{ code: 'overflow', text: 'two replies were lost' }]);
  }
});

/** A system that has probes leave from another port than they were built with. */
function lineFromAnotherPort(port: number): Transport {
  const built = new Map<number, Uint8Array>();
  const line = lineWhere((listener) => ({
    sent(id, at) {
      const actual = built.get(id)?.slice() ?? new Uint8Array(28);
      new DataView(actual.buffer).setUint16(20, port);
      listener.sent(id, at, actual);
    },
  }));
  return {
    ...line,
    send(batch) {
      for (const { id, datagram } of batch) built.set(id, datagram);
      line.send(batch);
    },
  };
}

test.each([
  [
    'that was asked for and not to be had',
    443,
    ['the system does not give source port 443: a probe left from 50000 instead'],
  ],
  ['that was asked for', 50_000, []],
  ['that nobody asked for', undefined, []],
])('a trace says once of a source port %s where its probes left from', async (_, sourcePort, said) => {
  await using engine = new TraceEngine(lineFromAnotherPort(50_000), { seed: 1 });
  const asked = sourcePort === undefined ? {} : { sourcePort };
  const { notices } = await engine.trace(TARGET, { method: 'udp', maxTtl: 2, ...asked }).result;
  expect(notices.filter(({ code }) => code === 'source-port').map(({ text }) => text)).toEqual(said);
});

test('a probe that the process had to stamp itself says so, and no other does', async () => {
  const transport = lineWhere((listener) => ({
    sent: (id, at) => listener.sent(id, at, undefined, undefined, id === 2 ? 'process' : undefined),
  }));
  await using engine = new TraceEngine(transport, { seed: 1 });
  const { hops } = await engine.trace(TARGET, ONE_BY_ONE).result;
  expect(hops.map(({ probes: [probe] }) => probe?.sentBy)).toEqual([undefined, 'process', undefined]);
});

test('a direct reply whose TTL nobody could see has none', async () => {
  const hiding = lineWhere((listener) => ({ received: (datagram, at) => listener.received(datagram, at, ['ttl']) }));
  await using engine = new TraceEngine(hiding, { seed: 1 });
  const { hops } = await engine.trace(TARGET, ONE_BY_ONE).result;
  expect(hops.map(({ probes: [probe] }) => probe?.status === 'replied' && [probe.replyTtl, probe.quotedTtl])).toEqual([
    [64, null],
    [64, null],
    [null, null],
  ]);
});

test('an error whose own TTL nobody could see has none, and its quote keeps what it shows', async () => {
  const hiding = lineWhere((listener) => ({
    received: (datagram, at) => listener.received(datagram, at, ['replyTtl', 'replyFlowLabel']),
  }));
  await using engine = new TraceEngine(hiding, { seed: 1 });
  const { hops } = await engine.trace(TARGET, ONE_BY_ONE).result;
  expect(hops.map(({ probes: [probe] }) => probe?.status === 'replied' && [probe.replyTtl, probe.quotedTtl])).toEqual([
    [null, 1],
    [null, 1],
    [64, null],
  ]);
});

test('a probe that stands in a capture that is read names its frame, and that of its answer', async () => {
  let frame = 0;
  const transport = lineWhere((listener) => ({
    sent: (id, at) => listener.sent(id, at, undefined, undefined, undefined, ++frame),
    received: (datagram, at) => listener.received(datagram, at, undefined, undefined, ++frame),
  }));
  await using engine = new TraceEngine(transport, { seed: 1 });
  const { hops } = await engine.trace(TARGET, ONE_BY_ONE).result;
  expect(hops.map(({ probes: [probe] }) => probe?.frames)).toEqual([
    { probe: 1, reply: 2 },
    { probe: 3, reply: 4 },
    { probe: 5, reply: 6 },
  ]);
});
