import { decodeDatagram } from '@hoplite/codec';
import { directReply, timeExceeded } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import type { ProbeResult, TraceResult } from '../result.js';
import type { Listener, Outgoing } from '../transport.js';
import { TraceEngine, type TraceRequest } from './engine.js';
import { createLine, type LineTransport } from './line.fixture.js';

const TARGET = '192.0.2.9';
const TARGET_6 = '2001:db8:9::9';
const ROUTER = '198.51.100.1';
const ROUTER_6 = '2001:db8:1::1';

/** A transport whose `send` is `carry`, over a line's clock. */
function carrying(carry: (outgoing: Outgoing, listener: Listener, line: LineTransport) => void): LineTransport {
  const line = createLine({ target: TARGET, routers: [] });
  return {
    ...line,
    send(batch) {
      const listener = line.listener();
      if (listener !== null) for (const outgoing of batch) carry(outgoing, listener, line);
    },
  };
}

const ONE: TraceRequest = { queries: 1, maxTtl: 1, wait: 50 };

async function trace(transport: LineTransport, options: TraceRequest = {}, target = TARGET): Promise<TraceResult> {
  await using engine = new TraceEngine(transport, { seed: 1 });
  return await engine.trace(target, { ...ONE, ...options }).result;
}

const firstProbe = ({ hops }: TraceResult): ProbeResult | undefined => hops[0]?.probes[0];

describe('where the system writes header fields itself', () => {
  /** It writes its own type of service; routers quote the datagram as it left. */
  const rewriting = (unknown: string[]) =>
    carrying(({ id, datagram }, listener, { clock }) => {
      const actual = datagram.with(1, 0x20);
      listener.sent(id, clock.now(), actual, unknown);
      clock.arrive(1e6, () => listener.received(timeExceeded(actual, ROUTER), 1e6));
    });

  test('a probe is compared with what left', async () => {
    expect(firstProbe(await trace(rewriting([])))).toMatchObject({ status: 'replied', changed: {}, unknown: [] });
  });

  test('what nobody could see is said, and takes no part', async () => {
    const unseen = rewriting(['identification', 'checksum']);
    expect(firstProbe(await trace(unseen))).toMatchObject({ changed: {}, unknown: ['identification', 'checksum'] });
  });

  test('a probe is found by what left', async () => {
    const translating = carrying(({ id, datagram }, listener, { clock }) => {
      const actual = datagram.slice();
      actual.set([0x77, 0x77], 4);
      actual.set([0xc0, 0x01], 20);
      listener.sent(id, clock.now(), actual);
      clock.arrive(1e6, () => listener.received(timeExceeded(actual, ROUTER), 1e6));
    });
    expect(await trace(translating)).toMatchObject({ lastTtl: 1, foreign: 0 });
  });
});

test('a reply that the system ties to a probe is that probe’s, whatever it quotes', async () => {
  const tying = (id: (given: number) => number) =>
    carrying((outgoing, listener, { clock }) => {
      listener.sent(outgoing.id, clock.now());
      const unlike = timeExceeded(outgoing.datagram, ROUTER, { mangle: (quote) => quote.fill(0x55, 20, 28) });
      clock.arrive(1e6, () => listener.received(unlike, 1e6, [], id(outgoing.id)));
    });
  expect(await trace(tying((id) => id))).toMatchObject({ lastTtl: 1, foreign: 0 });
  expect(await trace(tying((id) => id + 1000))).toMatchObject({ lastTtl: 0 });
});

describe('while the transport has not said what became of a probe', () => {
  /** It says so of every second one after 100 ms. */
  const hesitating = () =>
    carrying(({ id }, listener, { clock }) => {
      if (id % 2 === 1) listener.sent(id, clock.now());
      else clock.arrive(100e6, () => listener.sent(id, 100e6));
    });

  test('its hop is not decided', async () => {
    const result = await trace(hesitating(), { queries: 2, wait: 50 });
    expect(result).toMatchObject({ outcome: 'max-ttl', duration: 150, probesSent: 2 });
    expect(result.hops[0]?.probes).toMatchObject([{ status: 'timeout' }, { status: 'timeout', sentAt: 100 }]);
  });

  test('a result says nothing of it', async () => {
    const result = await trace(hesitating(), { queries: 3, wait: 50, timeout: 80 });
    expect(result.hops).toMatchObject([{ probes: [{ attempt: 1 }, { attempt: 3 }] }]);
    expect(result).toMatchObject({ outcome: 'timeout', probesSent: 2 });
  });
});

test('what is said of probes that the engine never sent, or has forgotten, is nobody’s', async () => {
  const error = { code: 'EIO', message: 'input/output error' };
  const confused = carrying(({ id, datagram }, listener, { clock }) => {
    listener.sent(id + 1000, clock.now());
    listener.failed(id + 1000, error);
    listener.sent(id, clock.now());
    clock.arrive(1e6, () => listener.received(timeExceeded(datagram, ROUTER), 1e6));
  });
  expect(await trace(confused)).toMatchObject({ probesSent: 1, lastTtl: 1 });
});

test('a probe failed when the transport says so, however late it does', async () => {
  const slow = carrying(({ id }, listener, { clock }) => {
    clock.arrive(9e6, () => listener.failed(id, { code: 'EIO', message: '' }, 4e6));
  });
  const { startedAt, duration } = await trace(slow);
  expect({ startedAt, duration }).toEqual({ startedAt: '2023-11-14T22:13:20.004000000Z', duration: 0 });
});

test('a transport that takes back its word about a probe is not believed', async () => {
  const fickle = carrying(({ id, datagram }, listener, { clock }) => {
    listener.sent(id, clock.now());
    clock.arrive(1e6, () => listener.received(timeExceeded(datagram, ROUTER), 1e6));
    clock.arrive(1e6, () => listener.failed(id, { code: 'EIO', message: '' }));
  });
  const { hops } = await trace(fickle, { queries: 2, maxTtl: 1 });
  expect(hops[0]?.probes.map(({ status }) => status)).toEqual(['replied', 'replied']);
});

test('what is no datagram, or answers nothing, is let pass', async () => {
  const noisy = carrying(({ id, datagram }, listener, { clock }) => {
    listener.sent(id, clock.now());
    for (const bytes of [new Uint8Array(0), new Uint8Array(40), datagram, datagram.subarray(0, 19)]) {
      clock.arrive(1e6, () => listener.received(bytes, 1e6));
    }
    const quoteless = timeExceeded(datagram, ROUTER, { quoteLength: 4 });
    clock.arrive(2e6, () => listener.received(quoteless, 2e6));
    clock.arrive(2e6, () => listener.received(quoteless, 2e6, ['ttl']));
    clock.arrive(3e6, () => listener.received(timeExceeded(datagram, ROUTER), 3e6));
  });
  expect(await trace(noisy)).toMatchObject({ lastTtl: 1, foreign: 0, ambiguous: 0, duration: 3 });
});

test('a reply that is cut on its way in is read as far as it goes', async () => {
  const cutting = carrying(({ id, datagram }, listener, { clock }) => {
    listener.sent(id, clock.now());
    const whole = timeExceeded(datagram, ROUTER, { quoteLength: datagram.length });
    clock.arrive(1e6, () => listener.received(whole.subarray(0, 56), 1e6));
  });
  expect(await trace(cutting)).toMatchObject({ lastTtl: 1, foreign: 0 });
});

test('a reply that fits probes of several TTLs is counted and given to none', async () => {
  const vague = carrying(({ id, datagram }, listener, { clock }) => {
    listener.sent(id, clock.now());
    // Cut behind the ports, an IPv6 quote shows nothing that tells one probe of a flow from another.
    const quote = timeExceeded(datagram, ROUTER_6, { quoteLength: 44 });
    clock.arrive(20e6 + id, () => listener.received(quote, 20e6 + id));
  });
  const result = await trace(vague, { maxTtl: 3 }, TARGET_6);
  expect(result).toMatchObject({ ambiguous: 3, foreign: 0, lastTtl: 0 });
});

test('a reply that fits probes of several TTLs is the last one’s where others answered those before', async () => {
  const vague = carrying(({ id, datagram }, listener, { clock }) => {
    const at = clock.now();
    listener.sent(id, at);
    const quote = timeExceeded(datagram, `2001:db8:7::${datagram[7]}`, { quoteLength: 44 });
    clock.arrive(at + 1e6, () => listener.received(quote, at + 1e6));
  });
  const { hops, ambiguous } = await trace(vague, { maxTtl: 3, parallel: 1 }, TARGET_6);
  const answered = hops.map(({ ttl, probes }) => probes.map((probe) => 'address' in probe && [ttl, probe.address]));
  expect({ answered, ambiguous }).toEqual({
    answered: [1, 2, 3].map((ttl) => [[ttl, `2001:db8:7::${ttl}`]]),
    ambiguous: 0,
  });
});

test('an answer from the target itself about no probe is foreign where all but its number fits', async () => {
  const answering = (change: (reply: Uint8Array) => void) =>
    carrying(({ id, datagram }, listener, { clock }) => {
      listener.sent(id, clock.now());
      const reply = directReply(datagram);
      change(reply);
      clock.arrive(1e6, () => listener.received(reply, 1e6));
    });
  const numbered = await trace(
    answering((reply) => reply.fill(0x55, 28, 32)),
    { method: 'tcp' },
  );
  expect(numbered).toMatchObject({ outcome: 'max-ttl', foreign: 1 });
  const elsewhere = await trace(
    answering((reply) => reply.fill(0x55, 20, 24)),
    { method: 'tcp' },
  );
  expect(elsewhere).toMatchObject({ outcome: 'max-ttl', foreign: 0 });
});

test('probes go in batches of all that may go at an instant, never empty ones', async () => {
  const line = createLine({ target: TARGET, routers: [ROUTER, null] });
  const batches: number[] = [];
  const counting: LineTransport = {
    ...line,
    send(batch) {
      batches.push(batch.length);
      line.send(batch);
    },
  };
  expect(await trace(counting, { maxTtl: 3, queries: 3, interval: 10 })).toMatchObject({ outcome: 'reached' });
  expect(batches).toEqual(Array(9).fill(1));
});

test('after the engine is closed nothing is sent, whatever else is heard', async () => {
  const line = createLine({ target: TARGET, routers: Array(30).fill(null) });
  const heard: Listener[] = [];
  const keeping: LineTransport = {
    ...line,
    open(listener) {
      heard.push(listener);
      return line.open(listener);
    },
  };
  const engine = new TraceEngine(keeping, { seed: 1 });
  const { result } = engine.trace(TARGET, { interval: 10 });
  line.clock.wake(25e6, () => {
    void engine.close();
    heard[0]?.sent(1, 25e6);
    heard[0]?.failed(2, { code: 'EIO', message: '' });
    heard[0]?.received(new Uint8Array(40), 25e6);
  });
  expect(await result).toMatchObject({ outcome: 'shutdown', probesSent: 3 });
  await new Promise((resolve) => line.clock.idle(() => resolve(null)));
  expect(line.sent).toHaveLength(3);
  expect(line.clock.now()).toBe(25e6);
});

test('a probe is the bytes that a decoder takes, each with a number of its own', async () => {
  const seen = new Map<number, string>();
  const looking = carrying(({ id, datagram }, listener, { clock }) => {
    expect(decodeDatagram(datagram).ok).toBe(true);
    seen.set(id, datagram.join());
    listener.sent(id, clock.now());
  });
  await trace(looking, { maxTtl: 5, queries: 3 });
  expect(seen.size).toBe(15);
  expect(new Set(seen.values()).size).toBe(15);
});
