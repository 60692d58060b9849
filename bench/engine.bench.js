// What a probe costs, through the engine alone and through engine and virtual network together, and how that grows with the
// number of traces at once; what a trace keeps in memory; and how long a thousand traces over thirty lossy hops take.
// After `npx tsc -b`: node --expose-gc bench/engine.bench.js [TRACES...]

import { TraceEngine } from '@hoplite/engine';
import { createSimTransport } from '@hoplite/transport-sim';
import { createReflector } from './reflector.js';

/** @typedef {import('@hoplite/engine').Transport} Transport */
/** @typedef {import('@hoplite/engine').Trace} Trace */

const given = process.argv.slice(2).map(Number);
const sizes = given.length > 0 ? given : [1, 10, 100, 1000, 10_000];

/** Batches of one size make at least so many traces, one batch after the other over one engine. */
const least = 1000;
const hops = 12;

/** @type {Record<string, () => Transport>} */
const transports = {
  engine: () => createReflector(hops),
  'engine + sim': () =>
    createSimTransport(
      line(hops, (link) => (link === 1 ? 0.05 : 0)),
      { seed: 1 },
    ),
};

for (const [name, create] of Object.entries(transports)) {
  await measure(create, 100, least);
  const rows = [];
  for (const size of sizes) rows.push({ size, ...(await measure(create, size, Math.max(size, least))) });
  const hundred = rows.find(({ size }) => size === 100)?.cpu;
  print(
    [name, 'probes', 'reached', 'CPU, us a probe', 'of that at 100', 'wall, us a probe', 'probes a CPU second'],
    rows.map(({ size, probes, reached, cpu, wall }) => [
      size,
      probes,
      reached,
      cpu.toFixed(1),
      hundred === undefined ? '' : (cpu / hundred).toFixed(2),
      wall.toFixed(1),
      Math.round(1e6 / cpu),
    ]),
  );
}

const lossy = await measure(
  () =>
    createSimTransport(
      line(30, () => 0.01),
      { seed: 1 },
    ),
  1000,
  1000,
);
print(
  ['1000 traces of 30 hops', 'probes', 'reached', 'CPU, s', 'wall, s', 'virtual, s'],
  [['1 % lost on each link', lossy.probes, lossy.reached, ...seconds(lossy), lossy.virtual.toFixed(2)]],
);

const { running, traces, results } = await weigh(1000);
print(
  ['1000 traces, kB each', 'in the engine', 'ended, with events', 'result alone'],
  [[`${hops} hops`, running.toFixed(0), traces.toFixed(0), results.toFixed(0)]],
);

/**
 * Runs `size` traces at a time until `total` have run.
 * @param {() => Transport} create
 * @param {number} size
 * @param {number} total
 */
async function measure(create, size, total) {
  globalThis.gc?.();
  const transport = create();
  const { clock } = transport;
  const engine = createEngine(transport, 0);
  let probes = 0;
  let reached = 0;
  const virtualBefore = clock.now();
  const wallBefore = performance.now();
  const cpuBefore = process.cpuUsage();
  for (let batch = 0; batch < total / size; batch++) {
    const results = await Promise.all(begin(engine, size).map(({ result }) => result));
    probes += results.reduce((sum, { probesSent }) => sum + probesSent, 0);
    reached += results.filter(({ outcome }) => outcome === 'reached').length;
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  const wall = (1000 * (performance.now() - wallBefore)) / probes;
  const virtual = (clock.now() - virtualBefore) / 1e9;
  await engine.close();
  return { probes, reached, cpu: (user + system) / probes, wall, virtual };
}

/**
 * The memory of a trace, in kB: with all that its engine remembers of it, then what who keeps it has, then its result.
 * @param {number} count
 */
async function weigh(count) {
  const before = heap();
  /** @type {TraceEngine | null} */
  let engine = createEngine(createReflector(hops), 10_000);
  /** @type {Trace[]} */
  let kept = begin(engine, count);
  const results = await Promise.all(kept.map(({ result }) => result));
  const running = heap() - before;
  await engine.close();
  engine = null;
  const traces = heap() - before;
  kept = [];
  const alone = heap() - before;
  return { running: running / count, traces: traces / count, results: alone / results.length };
}

/** @param {Transport} transport @param {number} linger */
function createEngine(transport, linger) {
  return new TraceEngine(transport, { seed: 1, rate: 1e6, maxInFlight: 1e6, linger });
}

/** Each to a target of its own. @param {TraceEngine} engine @param {number} count */
function begin(engine, count) {
  return Array.from({ length: count }, (_, i) => engine.trace(`10.200.${i >> 8}.${i & 0xff}`));
}

/**
 * A line of routers, the last of which serves 65,536 targets; `loss` is that of each link.
 * @param {number} length
 * @param {(link: number) => number} loss
 * @returns {import('@hoplite/transport-sim').TopologyInit}
 */
function line(length, loss) {
  const names = ['pc', ...Array.from({ length }, (_, i) => `r${i + 1}`)];
  const nodes = Object.fromEntries(names.map((name, i) => [name, nodeAt(i, length)]));
  const links = names.slice(1).map((name, i) => ({
    ends: /** @type {const} */ ([
      { node: names[i] ?? '', addresses: [`10.0.${i + 1}.1`] },
      { node: name, addresses: [`10.0.${i + 1}.2`] },
    ]),
    latency: 2,
    loss: loss(i),
  }));
  return { from: 'pc', nodes, links };
}

/** @param {number} i @param {number} length @returns {import('@hoplite/transport-sim').NodeInit} */
function nodeAt(i, length) {
  return { kind: i === 0 ? 'host' : 'router', serves: i === length ? ['10.200.0.0/16'] : [] };
}

/** In kB. */
function heap() {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1000;
}

/** @param {{ probes: number, cpu: number, wall: number }} measured */
function seconds({ probes, cpu, wall }) {
  return [cpu, wall].map((microseconds) => ((probes * microseconds) / 1e6).toFixed(2));
}

/** @param {string[]} head @param {(string | number)[][]} rows */
function print(head, rows) {
  const right = head.map((_, i) => (i === 0 ? '---' : '---:'));
  for (const row of [head, right, ...rows]) console.log(`| ${row.join(' | ')} |`);
  console.log('');
}
