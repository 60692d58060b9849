import type { TraceOptions } from '@hoplite/engine';
import { createSimTransport, type TopologyInit } from '@hoplite/transport-sim';
import { describe, expect, it } from 'vitest';
import { network, withDetour } from '../network.fixture.js';
import { TargetError } from '../resolve.js';
import type { WatchEvent } from './events.js';
import { type WatchOptions, watch } from './watch.js';

const T = '10.0.4.2';
/** r3 has this network behind it, and nobody in it. */
const NOBODY = '192.0.2.1';

function over(topology: TopologyInit = network, options: WatchOptions = {}): WatchOptions {
  return { transport: createSimTransport(topology, { seed: 1 }), seed: 1, ...options };
}

async function watched(targets: string | readonly string[], options: WatchOptions): Promise<readonly WatchEvent[]> {
  return all(watch(targets, options));
}

async function all(watching: AsyncIterable<WatchEvent>): Promise<readonly WatchEvent[]> {
  const events: WatchEvent[] = [];
  for await (const event of watching) events.push(event);
  return events;
}

type EventOf<Name extends WatchEvent['event']> = Extract<WatchEvent, { readonly event: Name }>;

function of<Name extends WatchEvent['event']>(events: readonly WatchEvent[], name: Name): readonly EventOf<Name>[] {
  return events.filter((event): event is EventOf<Name> => event.event === name);
}

/** The network with something else at its links, counted from the first. */
function withLinks(changes: Readonly<Record<number, object>>): TopologyInit {
  return { ...network, links: network.links.map((link, index) => ({ ...link, ...changes[index] })) };
}

describe('watch', () => {
  it('tells of each round and of the figures after it, and in the end that it is the end', async () => {
    const events = await watched(T, over(network, { rounds: 3 }));
    expect(events.map(({ event, round }) => `${event} ${round}`)).toEqual([
      'start 1',
      ...[1, 2, 3].flatMap((round) => [`round ${round}`, `statistics ${round}`]),
      'end 3',
    ]);
    expect(events[0]).toMatchObject({ v: 1, target: T, address: T, family: 4, method: 'udp', transport: 'sim' });
    expect(of(events, 'round').map(({ result }) => result.outcome)).toEqual(['reached', 'reached', 'reached']);
    expect(of(events, 'statistics').at(-1)?.rows).toMatchObject([
      { ttl: 1, sent: 3, received: 3, loss: 0, rtt: { average: 2 }, addresses: [{ address: '10.0.1.2', share: 100 }] },
      { ttl: 2, sent: 3, received: 0, unanswered: 100, loss: 0, rtt: null },
      { ttl: 3, sent: 3, received: 3, loss: 0, history: [6, 6, 6] },
      { ttl: 4, sent: 3, received: 3, loss: 0, rtt: { last: 8, best: 8, worst: 8, deviation: 0 } },
    ]);
    expect(events.at(-1)).toMatchObject({ event: 'end', reason: 'rounds', error: null });
  });

  it('watches a target once that is named twice', async () => {
    const events = await watched([T, T], over(network, { rounds: 2 }));
    expect(of(events, 'round').map(({ round }) => round)).toEqual([1, 2]);
    expect(of(events, 'statistics').at(-1)?.rows[0]?.sent).toBe(2);
  });

  it('begins a round every interval', async () => {
    const events = await watched(T, over(network, { rounds: 4, interval: 250 }));
    const starts = of(events, 'round').map(({ result }) => result.startedAt.slice(-13));
    expect(starts).toEqual(['00.000000000Z', '00.250000000Z', '00.500000000Z', '00.750000000Z']);
  });

  it('holds up no round by answers that take longer than the interval, and tells of rounds in their order', async () => {
    const slow = withLinks({ 3: { latency: 1700 } });
    const events = await watched(T, over(slow, { rounds: 8, interval: 1000, trace: { wait: 5000 } }));
    expect(of(events, 'round').map(({ round }) => round)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const seconds = of(events, 'round').map(({ result }) => Number(result.startedAt.slice(17, 19)));
    // The first round is waited for, since nobody knows yet how far the path goes.
    expect(seconds.map((second) => second - (seconds[1] ?? 0)).slice(1)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(of(events, 'statistics').at(-1)?.rows.at(-1)).toMatchObject({ sent: 8, received: 8 });
  });

  it('tells of a round after those before it, also where it is over sooner', async () => {
    // The answer to the second round comes no more, and it waits for it while the third is answered.
    const cut: TopologyInit = {
      ...network,
      nodes: { ...network.nodes, r2: {} },
      changes: [
        { at: 500, link: 'r3-t', set: { loss: 1 } },
        { at: 1500, link: 'r3-t', set: { loss: 0 } },
      ],
    };
    const events = await watched(T, over(cut, { rounds: 4, trace: { wait: 5000, waitHere: 0, waitNear: 0 } }));
    expect(of(events, 'round').map(({ round, result }) => [round, result.outcome])).toEqual([
      [1, 'reached'],
      [2, 'max-ttl'],
      [3, 'reached'],
      [4, 'reached'],
    ]);
  });

  it('ends as soon as its last round is over', async () => {
    const events = await watched(T, over(network, { rounds: 2, interval: 60_000 }));
    expect(events.map(({ at }) => at.slice(14, 19)).at(-1)).toBe('01:00');
  });

  it('keeps the flow of the first round', async () => {
    for (const method of ['udp', 'tcp', 'udp-classic'] as const) {
      const events = await watched(T, over(network, { rounds: 5, trace: { method } }));
      expect(new Set(of(events, 'round').map(({ result }) => result.options.sourcePort)).size).toBe(1);
    }
  });

  it('asks no TTL behind the end of the path, once it is known', async () => {
    const events = await watched(T, over(network, { rounds: 3 }));
    expect(of(events, 'round').map(({ result }) => result.probesSent)).toEqual([11, 4, 4]);
  });

  it('sees targets side by side, each with rounds of its own', async () => {
    const events = await watched([T, NOBODY, 't.example'], over(network, { rounds: 2 }));
    const ends = of(events, 'round').map(({ target, round, result }) => [target, round, result.outcome]);
    expect(ends).toHaveLength(6);
    expect(ends).toEqual(
      expect.arrayContaining([
        [T, 2, 'reached'],
        [NOBODY, 2, 'unreachable'],
        ['t.example', 2, 'reached'],
      ]),
    );
    expect(
      of(events, 'end')
        .map(({ target }) => target)
        .sort(),
    ).toEqual([T, NOBODY, 't.example'].sort());
  });

  it('tells when others answer than before, and when the path becomes longer', async () => {
    const moved = withDetour(['r1', 'x', 'y', 'r3'], [{ at: 2500, link: 'r1-r2', set: { up: false } }]);
    const events = await watched(T, over(moved, { rounds: 6 }));
    expect(of(events, 'path').map(({ round, hops, length }) => ({ round, hops, length }))).toEqual([
      // r2 says nothing, so that x is no change of it; the round that met the change did not look behind the old end.
      {
        round: 4,
        hops: [
          { ttl: 3, before: ['10.0.3.2'], after: ['10.0.9.2'], known: false },
          { ttl: 4, before: [T], after: ['10.0.10.2'], known: false },
        ],
        length: null,
      },
      { round: 5, hops: [], length: { before: 4, after: 5 } },
    ]);
    expect(of(events, 'statistics').at(-1)?.rows).toHaveLength(5);
  });

  it('tells of a path that a silent hop makes longer when it has been silent for long', async () => {
    const cut = { at: 1500, link: 'r3-t', set: { up: false } };
    const longer = withDetour(['r3', 'x', 't'], [cut], { x: { errors: false } });
    const events = await watched(T, over(longer, { rounds: 26, trace: { wait: 100, maxTtl: 20 } }));
    const beyond = of(events, 'round').filter(({ result }) => result.hops.length > 4);
    expect(beyond.map(({ round }) => round)).toEqual([4, 14, 24, 25, 26]);
    expect(of(events, 'path').map(({ round, hops, length }) => ({ round, hops, length }))).toEqual([
      { round: 24, hops: [], length: { before: 4, after: 5 } },
    ]);
  });

  it('looks for a path that lost its end, but not in every round', async () => {
    const cut = { ...network, changes: [{ at: 1500, link: 'r3-t', set: { loss: 1 } }] };
    const events = await watched(T, over(cut, { rounds: 16, trace: { wait: 100, maxTtl: 20 } }));
    const asked = of(events, 'round').map(({ result }) => result.hops.length);
    expect(asked).toEqual([4, 4, 4, 20, 4, 4, 4, 4, 4, 4, 4, 4, 4, 20, 4, 4]);
    // The end is remembered: there the loss is seen.
    expect(of(events, 'statistics').at(-1)?.rows).toMatchObject([
      {},
      {},
      {},
      { ttl: 4, sent: 16, received: 2, loss: 87.5 },
    ]);
  });

  it('shows one silent hop for all behind the last one that answers', async () => {
    const mute = { ...network, nodes: { ...network.nodes, t: { kind: 'host', errors: false } } } as const;
    const events = await watched(T, over(mute, { rounds: 3, trace: { wait: 100 } }));
    const rows = of(events, 'statistics').at(-1)?.rows;
    expect(rows?.map(({ ttl, received }) => [ttl, received])).toEqual([
      [1, 3],
      [2, 0],
      [3, 3],
      [4, 0],
    ]);
    expect(rows?.at(-1)).toMatchObject({ unanswered: 100, loss: null });
  });

  it('goes on where there is no route for a while, and ends where no probe can ever be sent', async () => {
    const refusing = (code: string): WatchOptions => {
      const transport = createSimTransport(network, { seed: 1 });
      transport.sourceFor = async () => {
        throw Object.assign(new Error('refused'), { code });
      };
      return { transport, seed: 1, rounds: 3 };
    };
    const passing = await watched(T, refusing('ENETUNREACH'));
    expect(of(passing, 'round').map(({ result }) => result.error?.code)).toEqual(Array(3).fill('ENETUNREACH'));
    expect(passing.at(-1)).toMatchObject({ event: 'end', reason: 'rounds', error: null });
    const lasting = await watched(T, refusing('EACCES'));
    expect(of(lasting, 'round')).toHaveLength(1);
    expect(lasting.at(-1)).toMatchObject({ event: 'end', reason: 'failed', error: { code: 'EACCES' }, round: 1 });
  });

  it('keeps no more round trips than it is told to', async () => {
    const last = async (history: number) =>
      of(await watched(T, over(network, { rounds: 6, history })), 'statistics').at(-1)?.rows[0]?.history;
    expect(await last(4)).toEqual([2, 2, 2, 2]);
    expect(await last(0)).toEqual([]);
  });

  it('refuses targets and options that cannot be, where the events are read', async () => {
    await expect(watched('nobody.example', over())).rejects.toThrow(TargetError);
    await expect(watched(T, over(network, { trace: { queries: 0 } }))).rejects.toThrow(/^queries is 0/);
    expect(() => watch(T, { interval: 0 })).toThrow(/^interval is 0/);
    expect(() => watch(T, { rounds: 1.5 })).toThrow(/^rounds is 1.5/);
    expect(() => watch(T, { history: -1 })).toThrow(/^history is -1/);
  });
});

describe('what is watched', () => {
  it('ends when its loop is left', async () => {
    const transport = createSimTransport(network, { seed: 1 });
    for await (const { round } of watch(T, { transport, seed: 1 })) if (round === 2) break;
    expect(() => transport.send([])).toThrow('the transport is not open');
  });

  it('ends by its signal and by stop, with what was learned', async () => {
    const aborter = new AbortController();
    const stopping = [
      { options: over(network, { signal: aborter.signal }), stop: () => aborter.abort() },
      { options: over(), stop: () => bySelf?.stop() },
    ];
    let bySelf: ReturnType<typeof watch> | null = null;
    for (const { options, stop } of stopping) {
      const events: WatchEvent[] = [];
      bySelf = watch(T, options);
      for await (const event of bySelf) {
        events.push(event);
        if (event.event === 'statistics' && event.round === 2) stop();
      }
      expect(events.at(-1)).toMatchObject({ event: 'end', reason: 'stopped' });
      expect(of(events, 'statistics').length).toBeGreaterThanOrEqual(2);
    }
  });

  it('ends at once, also where answers are waited for', async () => {
    // r2 is silent, and waited for a minute: the first round lasts so long.
    const watching = watch(T, over(network, { trace: { wait: 60_000, waitNear: 0 } }));
    const clockTimes: string[] = [];
    for await (const { event, round, at } of watching) {
      if (event === 'statistics' && round === 1) {
        while ((watching.snapshot()[0]?.round ?? 0) < 4) await new Promise((resolve) => setImmediate(resolve));
        watching.stop();
      }
      clockTimes.push(at.slice(11, 19));
    }
    expect(clockTimes.at(-1)).toBe('00:01:02');
  });

  it('stands still while it is paused', async () => {
    const watching = watch(T, over(network, { rounds: 3 }));
    const seen: string[] = [];
    for await (const { event, round } of watching) {
      if (event !== 'statistics') continue;
      seen.push(`round ${round}`);
      if (round > 1) continue;
      watching.pause();
      for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setImmediate(resolve));
      seen.push(`paused in round ${watching.snapshot()[0]?.round}`);
      watching.resume();
    }
    expect(seen).toEqual(['round 1', 'paused in round 1', 'round 2', 'round 3']);
  });

  it('counts anew after a reset', async () => {
    const watching = watch(T, over(network, { rounds: 4 }));
    const sent: (number | undefined)[] = [];
    for await (const event of watching) {
      if (event.event !== 'statistics') continue;
      sent.push(event.rows[0]?.sent);
      if (event.round === 2) watching.reset();
    }
    expect(sent).toEqual([1, 2, 1, 2]);
  });

  it('counts nothing after a reset of the rounds that were under way', async () => {
    const slow = withLinks({ 3: { latency: 1700 } });
    const watching = watch(T, over(slow, { rounds: 8, trace: { wait: 5000 } }));
    let rows: EventOf<'statistics'>['rows'] = [];
    for await (const event of watching) {
      if (event.event !== 'statistics') continue;
      rows = event.rows;
      // Rounds 3 to 5 have begun.
      if (event.round === 2) watching.reset();
    }
    expect(rows.map(({ sent }) => sent)).toEqual([3, 3, 3, 3]);
  });

  it('goes on with another method, and refuses one that cannot be', async () => {
    const watching = watch(T, over(network, { rounds: 3 }));
    const methods: string[] = [];
    for await (const event of watching) {
      if (event.event === 'start') methods.push(`${event.method} in round ${event.round}`);
      if (event.event === 'round') methods.push(event.result.method);
      if (event.event !== 'statistics' || event.round > 1) continue;
      expect(() => watching.change({ method: 'carrier-pigeon' } as unknown as TraceOptions)).toThrow(/^method/);
      watching.change({ method: 'icmp' });
    }
    expect(methods).toEqual(['udp in round 1', 'udp', 'icmp in round 2', 'icmp', 'icmp']);
  });

  it('waits for a reader who falls far behind', async () => {
    const watching = watch(T, over());
    const reader = watching[Symbol.asyncIterator]();
    await reader.next();
    for (let turn = 0; turn < 3000; turn++) await new Promise((resolve) => setImmediate(resolve));
    const [target] = watching.snapshot();
    expect(target?.round).toBeLessThan(12);
    await reader.return?.();
  });

  it('can be looked at meanwhile', async () => {
    const watching = watch(T, over(network, { rounds: 2 }));
    expect(watching.snapshot()).toEqual([]);
    for await (const { event } of watching) {
      if (event !== 'end') continue;
      expect(watching.snapshot()).toMatchObject([
        { target: T, round: 2, outcome: 'reached', method: 'udp', reached: true },
      ]);
      expect(watching.snapshot()[0]?.rows).toHaveLength(4);
    }
  });
});
