// node many.js '{ "transport": "linux", "net": "198.18.", "traces": 1000, "rate": 5000 }': so many traces at once through one
// engine, each to an address of its own, every third by ICMP. Prints their results and what they took.
import { TraceEngine } from '@hoplite/engine';
import { openLive } from 'hoplite';

const { transport: choice, net, traces: count, rate } = JSON.parse(process.argv[2] ?? '');
const engine = new TraceEngine(await openLive(choice, { protocol: 'udp' }), { seed: process.pid, rate });
const began = performance.now();
const before = process.cpuUsage();
const traces = Array.from({ length: count }, (_, i) => {
  // A wait shortened by what came before may end while a busy machine has the answer on its way.
  const options = { waitHere: 0, waitNear: 0 };
  return engine.trace(`${net}${i >> 8}.${i & 255}`, i % 3 === 0 ? { ...options, method: 'icmp' } : options);
});
const results = await Promise.all(traces.map(({ result }) => result));
const { user, system } = process.cpuUsage(before);
const seconds = (performance.now() - began) / 1000;
await engine.close();
const probes = results.reduce((sum, { probesSent }) => sum + probesSent, 0);
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
console.log(JSON.stringify({ results, probes, seconds, cpuSeconds: (user + system) / 1e6, peakMegabytes }));
