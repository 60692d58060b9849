import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { TraceEngine, type TraceOptions, type TraceResult, type Transport } from '@hoplite/engine';
import { describe, expect, test } from 'vitest';
import { examine } from './abilities.js';
import { choosePlan } from './choose.js';
import { createLinuxTransport, examineLinux } from './create.js';
import { loadLibc } from './libc.js';
import { writingDown } from './listening.fixture.js';
import { SocketTransport } from './transport.js';

// What anybody may do on any Linux, over the loopback interface alone.

const unprivileged = () => createLinuxTransport({ mode: 'unprivileged' });

async function traceOver(transport: Transport, target: string, options: TraceOptions = {}): Promise<TraceResult> {
  await using engine = new TraceEngine(transport, { seed: 1 });
  // Waits that are not shortened: a busy machine may hold this process up for longer than the answer took.
  return await engine.trace(target, { maxTtl: 3, waitHere: 0, waitNear: 0, ...options }).result;
}

/** The answers of a trace whose target is the first hop. */
function answers({ hops }: TraceResult) {
  return hops.flatMap(({ probes }) => probes.map((probe) => (probe.status === 'replied' ? probe : null)));
}

const LOOPBACK = ['127.0.0.1', '::1'];

describe.each(LOOPBACK)('without privilege, %s', (target) => {
  test.each(['udp', 'udp-classic'] as const)('answers %s probes, and the kernel says when', async (method) => {
    const result = await traceOver(unprivileged(), target, { method });
    expect(result).toMatchObject({ outcome: 'reached', method, notices: [] });
    expect(result).toMatchObject({ transport: 'linux-unprivileged', timestamps: 'kernel' });
    expect(answers(result)).toHaveLength(3);
    for (const answer of answers(result)) {
      expect(answer).toMatchObject({ address: target, replyTtl: 64, quotedTtl: null, changed: {} });
      expect(answer).not.toHaveProperty('sentBy');
      expect(answer?.rtt).toBeGreaterThan(0);
    }
  });

  test('answers TCP probes to a closed port with a reset', async () => {
    const { server, port } = await listen(target);
    await closed(server);
    const result = await traceOver(unprivileged(), target, { method: 'tcp', port });
    expect(result.outcome).toBe('reached');
    for (const answer of answers(result)) {
      expect(answer).toMatchObject({ address: target, direct: 'rst', replyTtl: null, sentBy: 'process' });
    }
  });

  test('answers TCP probes to an open port, where no connection stays', async () => {
    const { server, port } = await listen(target);
    const result = await traceOver(unprivileged(), target, { method: 'tcp', port });
    expect(result.outcome).toBe('reached');
    expect(answers(result).map((answer) => answer?.direct)).toEqual(['syn-ack', 'syn-ack', 'syn-ack']);
    expect(await closed(server)).toBeUndefined();
  });

  test('answers echo requests where the system lets this process send them, and else nobody pretends to', async () => {
    const transport = unprivileged();
    const refused = Object.values(examineLinux().icmp).filter((reason) => reason !== null);
    expect(transport.capabilities.protocols.includes('icmp')).toBe(refused.length < 2);
    if (refused.length > 0) {
      expect(refused).toEqual(['EACCES', 'EACCES']);
      return;
    }
    const result = await traceOver(transport, target, { method: 'icmp' });
    expect(answers(result).map((answer) => answer?.direct)).toEqual(['echo-reply', 'echo-reply', 'echo-reply']);
  });

  test('answers over the one interface that is asked for', async () => {
    const transport = createLinuxTransport({ mode: 'unprivileged', interface: 'lo' });
    expect((await traceOver(transport, target)).outcome).toBe('reached');
  });
});

/** In milliseconds: more than the kernel takes for an answer on any machine, however busy. */
const BLOCKED = 500;

test('a program that blocks its event loop distorts no round trip and loses no answer', async () => {
  const transport = unprivileged();
  const send = transport.send.bind(transport);
  transport.send = (batch) => {
    send(batch);
    const until = Date.now() + BLOCKED;
    while (Date.now() < until);
  };
  const result = await traceOver(transport, '127.0.0.1', { wait: 100 });
  const rtts = answers(result).map((answer) => answer?.rtt ?? Number.POSITIVE_INFINITY);
  expect(rtts).toHaveLength(3);
  expect(Math.max(...rtts)).toBeLessThan(BLOCKED);
});

test('where stamps are numbered by the kernel alone each still is of its own probe', async () => {
  const libc = loadLibc();
  const wanted = { mode: 'unprivileged', device: null } as const;
  const plan = { ...choosePlan(libc, examine(libc), wanted), ownStampNumbers: false };
  const result = await traceOver(new SocketTransport(libc, plan), '127.0.0.1', { queries: 10 });
  expect(answers(result)).toHaveLength(10);
  for (const answer of answers(result)) expect(answer).not.toHaveProperty('sentBy');
});

test('two transports of one process to one destination never take each other’s answers', async () => {
  // All want the same source port, and two get others of the system's choice: none that is probed, or it would take a probe.
  const options = { queries: 20, method: 'udp-classic', port: BELOW_SOURCES } as const;
  const results = await Promise.all([1, 2, 3].map(() => traceOver(unprivileged(), '127.0.0.1', options)));
  for (const { outcome, foreign, ambiguous, hops } of results) {
    expect({ outcome, foreign, ambiguous }).toEqual({ outcome: 'reached', foreign: 0, ambiguous: 0 });
    expect(hops[0]?.probes.map((probe) => 'duplicates' in probe && probe.duplicates)).toEqual(Array(20).fill(0));
  }
});

test('a source address that is not this machine’s fails the probes, with the system’s reason', async () => {
  const { outcome, error } = await traceOver(unprivileged(), '127.0.0.1', { source: '192.0.2.1' });
  expect([outcome, error?.code]).toEqual(['failed', 'EADDRNOTAVAIL']);
});

test('an interface that this machine has not got is refused by name', () => {
  expect(() => createLinuxTransport({ interface: 'no-such-thing' })).toThrow(
    /^interface is "no-such-thing", must be one of this machine; up are: (.*, )?lo(, |$)/,
  );
  expect(() => createLinuxTransport({ interface: '../lo' })).toThrow(RangeError);
});

test('closing gives back every descriptor, in the middle of traces too', async () => {
  const descriptors = () => readdirSync('/proc/self/fd').length;
  const before = descriptors();
  for (const method of ['udp', 'tcp', 'udp-classic'] as const) {
    const transport = unprivileged();
    const engine = new TraceEngine(transport, { seed: 1 });
    const traces = LOOPBACK.map((target) => engine.trace(target, { method, interval: 1, queries: 50 }));
    for await (const event of traces[0] ?? []) if (event.event === 'reply') break;
    await engine.close();
    await transport.close();
    expect((await Promise.all(traces.map(({ result }) => result))).map(({ outcome }) => outcome)).toContain('shutdown');
  }
  expect(descriptors()).toBe(before);
});

test('what is given to send before it is open is refused, and it opens once', async () => {
  const transport = unprivileged();
  expect(() => transport.send([])).toThrow('the transport is not open');
  await transport.open(writingDown([]));
  await expect(transport.open(writingDown([]))).rejects.toThrow('a transport is opened once');
  await transport.close();
  expect(() => transport.send([])).toThrow('the transport is not open');
});

test('a datagram that is no probe fails alone', async () => {
  const transport = unprivileged();
  const lines: string[] = [];
  await transport.open(writingDown(lines));
  transport.send([{ id: 7, datagram: new Uint8Array([0x45, 0, 0]) }]);
  await new Promise<void>((resolve) => transport.clock.wake(transport.clock.now() + 1e6, resolve));
  await transport.close();
  expect(lines).toEqual([expect.stringMatching(/^failed 7 at \d+ EINVAL$/)]);
});

/** The first of ports from which nothing leaves: the system and the engine draw source ports from 32768 on. */
const BELOW_SOURCES = 20_000;

/** A server on a port that no probe leaves from: a TCP connection from a port to itself is answered by itself. */
async function listen(address: string): Promise<{ readonly server: Server; readonly port: number }> {
  for (let port = BELOW_SOURCES + (process.pid % 10_000); ; port++) {
    const server = createServer((socket) => socket.on('error', () => {}));
    const isFree = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, address, () => resolve(true));
    });
    if (isFree) return { server, port };
  }
}

function closed(server: Server): Promise<Error | undefined> {
  return new Promise((resolve) => server.close(resolve));
}
