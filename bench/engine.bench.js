// What a probe costs through the engine and the virtual network, and how that grows with the number of traces at once.
// After `npx tsc -b`: node --expose-gc bench/engine.bench.js [TRACES...]

import { TraceEngine } from '@hoplite/engine';
import { createSimTransport } from '@hoplite/transport-sim';

/** @typedef {import('@hoplite/transport-sim').TopologyInit} TopologyInit */

const counts = process.argv.slice(2).map(Number);

/** The first run warms up and is not shown. */
const rounds = [100, ...(counts.length > 0 ? counts : [1, 10, 100, 1000, 10_000, 100])];

const hops = 12;

/** A line of routers to a network of 65,536 targets, a twentieth of all packets lost on its second link. @returns {TopologyInit} */
function topology() {
  const names = ['pc', ...Array.from({ length: hops }, (_, i) => `r${i + 1}`)];
  /** @type {TopologyInit['nodes']} */
  const nodes = Object.fromEntries(names.map((name) => [name, { kind: name === 'pc' ? 'host' : 'router' }]));
  const links = names.slice(1).map((name, i) => ({
    ends: /** @type {const} */ ([
      { node: names[i] ?? '', addresses: [`10.0.${i}.1`] },
      { node: name, addresses: [`10.0.${i}.2`] },
    ]),
    latency: 2,
    loss: i === 1 ? 0.05 : 0,
  }));
  return { from: 'pc', nodes, links };
}

/** @param {number} traces */
async function measure(traces) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const transport = createSimTransport(topology(), { seed: 1 });
  const engine = new TraceEngine(transport, { seed: 1, rate: 1e6, maxInFlight: 1e6, perDestination: 1e6 });
  const began = process.cpuUsage();
  const virtual = transport.clock.now();
  const running = Array.from({ length: traces }, () => engine.trace(`10.0.${hops - 1}.2`));
  const results = await Promise.all(running.map(({ result }) => result));
  const used = process.cpuUsage(began);
  const probes = results.reduce((sum, { probesSent }) => sum + probesSent, 0);
  const reached = results.filter(({ outcome }) => outcome === 'reached').length;
  globalThis.gc?.();
  const kept = process.memoryUsage().heapUsed - before;
  await engine.close();
  return {
    probes,
    reached,
    microseconds: (used.user + used.system) / probes,
    kilobytes: kept / traces / 1000,
    seconds: (transport.clock.now() - virtual) / 1e9,
  };
}

console.log('traces   probes  reached  us/probe  probes/s  kB/trace  virtual s');
for (const [round, traces] of rounds.entries()) {
  const { probes, reached, microseconds, kilobytes, seconds } = await measure(traces);
  if (round === 0) continue;
  const row = [
    traces,
    probes,
    reached,
    microseconds.toFixed(1),
    Math.round(1e6 / microseconds),
    kilobytes.toFixed(0),
    seconds.toFixed(2),
  ];
  console.log(row.map((cell) => String(cell).padStart(8)).join(' '));
}
