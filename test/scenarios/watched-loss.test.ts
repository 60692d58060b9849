import { createSimTransport, type TopologyInit } from '@hoplite/transport-sim';
import { type PathRow, type WatchEvent, watch } from 'hoplite';
import { expect, test } from 'vitest';
import { line } from './network.js';

const TARGET = '10.0.4.2';
const ROUNDS = 400;

/** What a network shows of its hops after many rounds. */
async function rowsOf(network: TopologyInit): Promise<readonly PathRow[]> {
  const transport = createSimTransport(network, { seed: 3 });
  let rows: readonly PathRow[] = [];
  for await (const event of watch(TARGET, { transport, seed: 3, rounds: ROUNDS, interval: 100, trace: { wait: 50 } })) {
    if (event.event === 'statistics') rows = event.rows;
  }
  return rows;
}

/** Percent, to the next ten. */
const rounded = (share: number | null): number | null => (share === null ? null : Math.round(share / 10) * 10);

const unanswered = (rows: readonly PathRow[]) => rows.map((row) => rounded(row.unanswered));
const losses = (rows: readonly PathRow[]) => rows.map(({ loss }) => rounded(loss));

test('a router that limits its errors is not called lossy', async () => {
  const rows = await rowsOf(line({ nodes: { r2: { errors: { limit: { count: 1, per: 500 } } } } }));
  expect(unanswered(rows)).toEqual([0, 80, 0, 0]);
  expect(losses(rows)).toEqual([0, 0, 0, 0]);
});

test('a link that loses packets is seen at every hop behind it', async () => {
  const rows = await rowsOf(line({ links: { r2: { loss: 0.3, reverse: { loss: 0 } } } }));
  expect(losses(rows)).toEqual([0, 0, 30, 30]);
});

test('a limit does not hide the loss behind it', async () => {
  const limited = { r2: { errors: { limit: { count: 1, per: 500 } } } };
  const rows = await rowsOf(line({ nodes: limited, links: { r2: { loss: 0.3, reverse: { loss: 0 } } } }));
  expect(unanswered(rows)).toEqual([0, 80, 30, 30]);
  // At the most: whether some of it was lost before the router that limits, nobody can tell.
  expect(losses(rows)).toEqual([0, 30, 30, 30]);
});

test('a silent hop has the loss of those behind it', async () => {
  const rows = await rowsOf(
    line({ nodes: { r2: { errors: false } }, links: { r1: { loss: 0.2, reverse: { loss: 0 } } } }),
  );
  expect(unanswered(rows)).toEqual([0, 100, 20, 20]);
  expect(losses(rows)).toEqual([0, 20, 20, 20]);
});

test('a target that never answers leaves the last router its own silence as loss', async () => {
  const rows = await rowsOf(
    line({ nodes: { r3: { errors: { loss: 0.5 } }, target: { kind: 'host', errors: false } } }),
  );
  expect(unanswered(rows)).toEqual([0, 0, 50, 100]);
  expect(losses(rows)).toEqual([0, 0, 50, null]);
});

test('answers lost on the way back look as probes lost on the way there', async () => {
  const rows = await rowsOf(line({ links: { r2: { loss: 0, reverse: { loss: 0.3 } } } }));
  expect(losses(rows)).toEqual([0, 0, 30, 30]);
});

test('a way back of its own that loses is the loss of no hop before it', async () => {
  // From r3 alone answers go back another way, by x.
  const network = line({
    nodes: { r3: { routes: [{ to: '10.0.1.1/32', via: ['x'] }] }, x: { addresses: ['10.0.9.1'] } },
    moreLinks: [
      { ends: ['r3', 'x'], latency: 1, cost: 100, loss: 0.4 },
      { ends: ['x', 'r1'], latency: 1, cost: 100 },
    ],
  });
  const rows = await rowsOf(network);
  expect(losses(rows)).toEqual([0, 0, 40, 40]);
});

test('a link that loses packets makes no path longer or shorter', async () => {
  const transport = createSimTransport(line({ links: { r2: { loss: 0.3 } } }), { seed: 3 });
  const options = { transport, seed: 3, rounds: ROUNDS, interval: 100, trace: { wait: 50 } };
  const lengths = new Set<number>();
  const changes: WatchEvent[] = [];
  for await (const event of watch(TARGET, options)) {
    if (event.event === 'path') changes.push(event);
    // The first round may find the end too far out, and none where it asks too little.
    if (event.event === 'statistics' && event.round > 10) lengths.add(event.rows.length);
  }
  expect(changes).toEqual([]);
  expect([...lengths]).toEqual([4]);
});
