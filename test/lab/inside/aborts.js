// node aborts.js '{ "transport": "linux", "target": "192.0.2.1", "bursts": 10, "burst": 1000 }': burst after burst of traces at
// once, each burst through an engine of its own, every trace aborted at once, at some random time or never. Prints what the
// process had open before and after each burst, and how the traces ended.
import { readdirSync, readlinkSync } from 'node:fs';
import { TraceEngine } from '@hoplite/engine';
import { openLive } from 'hoplite';

const { transport: choice, target, bursts, burst } = JSON.parse(process.argv[2] ?? '');

/** @type {readonly import('@hoplite/engine').Method[]} */
const METHODS = ['udp-classic', 'icmp', 'tcp'];

/** In milliseconds: about as long as a burst takes. */
const LONGEST = 1000;

// What is loaded once stays: the libraries, and the descriptors that Node itself keeps.
await traceMany(10, 1);
const before = open();
const after = [];
/** @type {Record<string, number>} */
const outcomes = {};
for (let index = 0; index < bursts; index++) {
  for (const outcome of await traceMany(burst, index)) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  after.push(open());
}
console.log(JSON.stringify({ before, after, outcomes }));

/** @param {number} count @param {number} seed */
async function traceMany(count, seed) {
  const limits = { rate: 1e5, maxInFlight: 1000, perDestination: 1000 };
  const engine = new TraceEngine(await openLive(choice, { protocol: 'udp' }), { seed, ...limits });
  const traces = Array.from({ length: count }, (_, i) => {
    return engine.trace(target, { method: METHODS[i % METHODS.length] ?? 'udp', maxTtl: 2, queries: 1 });
  });
  // However fast or busy the machine is, some come to their own end and some do not.
  const [atOnce, atRandom] = [traces.filter((_, i) => i % 10 === 0), traces.filter((_, i) => i % 10 > 1)];
  for (const trace of atOnce) trace.abort();
  const aborts = atRandom.map((trace) => setTimeout(() => trace.abort(), Math.random() * LONGEST));
  const results = await Promise.all(traces.map(({ result }) => result));
  for (const abort of aborts) clearTimeout(abort);
  await engine.close();
  return results.map(({ outcome }) => outcome);
}

/** Descriptors, by kind, and what else the event loop has. */
function open() {
  const descriptors = readdirSync('/proc/self/fd').flatMap(kindOf);
  return { descriptors: descriptors.sort(), resources: process.getActiveResourcesInfo().sort() };
}

/** @param {string} descriptor */
function kindOf(descriptor) {
  try {
    return [readlinkSync(`/proc/self/fd/${descriptor}`).replace(/\[\d+\]/, '')];
  } catch {
    // The one by which the folder was read.
    return [];
  }
}
