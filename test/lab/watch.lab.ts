import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { WatchEvent } from 'hoplite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Network, openNetwork } from './network.js';
import { runIn, startIn, type User } from './process.js';

/** The diamonds' routers keep each flow to one of their ways. */
let network: Network;
beforeAll(async () => {
  network = await openNetwork('diamonds');
});
afterAll(() => network?.[Symbol.asyncDispose]());

interface Watcher {
  readonly transport: string;
  readonly user: User;
  readonly method: string;
}

/** All that keep the flow of the first round. */
const STEADY: readonly Watcher[] = [
  ...['udp', 'udp-classic', 'icmp', 'tcp'].map((method) => ({ transport: 'linux', user: 'root', method }) as const),
  ...['udp', 'icmp', 'tcp'].map((method) => ({ transport: 'raw', user: 'root', method }) as const),
  { transport: 'linux', user: 'nobody', method: 'icmp' },
];

const ROUNDS = 12;

/** Of two ways all of so many ports are led the same in one run of eight million. */
const ROUNDS_FOR_TWO_WAYS = 24;

describe('behind balancers that keep flows together', () => {
  test.each(STEADY)('$method over $transport as $user sees one path, and no change of it', async (watcher) => {
    const events = await watched(watcher, ['target', 'target6']);
    expect(events.filter(({ event }) => event === 'path')).toEqual([]);
    for (const rows of lastRows(events)) {
      const sent = rows.map(({ sent, received, loss, addresses }) => [sent, received, loss, addresses.length]);
      expect(sent).toEqual(Array(7).fill([ROUNDS, ROUNDS, 0, 1]));
    }
  });

  test('UDP without privilege, whose rounds have ports of their own, loses nothing either', async () => {
    const rounds = ROUNDS_FOR_TWO_WAYS;
    const watcher = { transport: 'linux', user: 'nobody', method: 'udp-classic' } as const;
    const last = lastRows(await watched(watcher, ['target', 'target6'], rounds), rounds);
    expect(last).toHaveLength(2);
    for (const rows of last) {
      expect(rows.map(({ sent, received }) => [sent, received])).toEqual(Array(7).fill([rounds, rounds]));
      expect(rows[2]?.addresses).toHaveLength(2);
    }
  });
});

describe('a path that changes', () => {
  test.each(['udp', 'icmp'])('is told of in the round that meets it, by %s', async (method) => {
    await leadMovedOver('198.51.100.6');
    const child = startIn(network, 'sender', command({ transport: 'linux', user: 'root', method }, ['moved']), 'root');
    const ended = once(child, 'close');
    const events: WatchEvent[] = [];
    for await (const line of createInterface(child.stdout ?? process.stdin)) {
      const event: WatchEvent = JSON.parse(line);
      events.push(event);
      if (event.event === 'statistics' && event.round === 4) await leadMovedOver('198.51.100.10');
    }
    await ended;
    const changes = events.flatMap((event) => (event.event === 'path' ? [event] : []));
    expect(changes).toHaveLength(1);
    expect(changes[0]?.round).toBeGreaterThan(4);
    expect(changes[0]?.length).toBeNull();
    const places = changes[0]?.hops.map(({ ttl, before, after }) => [ttl, ...[...before, ...after].map(placeOf)]);
    // r4 answers by the way back, which is another.
    expect(places).toEqual([[3, 'r3a to-r2', 'r3b to-r2']]);
  });
});

function command({ transport, method }: Watcher, targets: readonly string[], rounds = ROUNDS): readonly string[] {
  const options = `-n --format ndjson -c ${rounds} --interval 0.25 -w 5,0,0 -m 12 --transport ${transport} --method ${method}`;
  const addresses = targets.map((name) => network.targets.get(name) ?? name);
  return ['node', 'packages/hoplite/dist/cli.js', 'watch', ...options.split(' '), ...addresses];
}

async function watched(watcher: Watcher, targets: readonly string[], rounds = ROUNDS): Promise<readonly WatchEvent[]> {
  const { stdout, stderr, status } = await runIn(network, 'sender', command(watcher, targets, rounds), watcher.user);
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line): WatchEvent => JSON.parse(line));
}

/** The rows of each target after its last round. */
function lastRows(events: readonly WatchEvent[], rounds = ROUNDS) {
  return events.flatMap((event) => (event.event === 'statistics' && event.round === rounds ? [event.rows] : []));
}

async function leadMovedOver(router: string): Promise<void> {
  const { status } = await runIn(network, 'r2', ['ip', 'route', 'replace', '203.0.113.6', 'via', router]);
  expect(status).toBe(0);
}

function placeOf(address: string): string | null {
  return network.placeOf(address);
}
