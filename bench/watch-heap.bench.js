// What `watch()` keeps: the heap after collections, over two hours of watching 20 targets in virtual time.
// After `npx tsc -b`: node --expose-gc bench/watch-heap.bench.js [ROUNDS]

import { createSimTransport, watch } from 'hoplite';
import { networkToWatch, targets } from './watch-network.js';

const rounds = Number(process.argv[2] ?? 7200);
const { gc } = globalThis;
if (gc === undefined) throw new Error('node --expose-gc bench/watch-heap.bench.js');

const transport = createSimTransport(networkToWatch(rounds / 120), { seed: 1 });
const rows = [];
for await (const { event, target, round } of watch(targets, { transport, seed: 1, rounds })) {
  if (event !== 'statistics' || target !== targets[0] || round % Math.ceil(rounds / 8) > 0) continue;
  gc();
  rows.push({ rounds: round, 'heap (MB)': (process.memoryUsage().heapUsed / 1e6).toFixed(1) });
}
console.table(rows);
