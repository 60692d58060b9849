// node tracing.js '{ "transport": "linux", "traces": [{ "target": "192.0.2.1", "method": "icmp" }] }': traces all of these at
// once, round after round until SIGTERM comes, and prints `{ "mode": ..., "results": [[...]] }`: the results by engine. Writes
// a line to standard error after every round. Other members:
//   "rounds": 1              so many rounds and no more
//   "engines": [{}, {...}]   an engine for each, whose traces have these options too
//   "interface": "eth0"      the one that the transports are bound to
//   "seed": 7                of the first engine, the next ones have the next; where it is left out, the process's number
//   "user": 65534            who it becomes, from root, when the transports are open
import { TraceEngine } from '@hoplite/engine';
import { openLive } from 'hoplite';

const {
  transport: choice,
  traces,
  rounds = Infinity,
  engines = [{}],
  interface: device,
  seed = process.pid,
  user,
} = JSON.parse(process.argv[2] ?? '');

const transports = [];
const running = [];
for (const _ of engines) {
  const transport = await openLive(choice, { protocol: 'udp', interface: device });
  transports.push(transport);
  running.push(new TraceEngine(transport, { seed: seed + running.length, rate: 1e5, perDestination: 1000 }));
}
if (user !== undefined) become(user);

let told = false;
process.once('SIGTERM', () => {
  told = true;
});
/** @type {import('@hoplite/engine').TraceResult[][]} */
const results = engines.map(() => []);
for (let round = 0; round < rounds && !told; round++) {
  await Promise.all(running.map((engine, index) => traceAll(engine, index)));
  console.error(`round ${round}`);
}
for (const engine of running) await engine.close();
const [{ mode = null } = {}] = /** @type {{ mode?: string }[]} */ (transports);
console.log(JSON.stringify({ mode, results }));

/** @param {TraceEngine} engine @param {number} index */
async function traceAll(engine, index) {
  const begun = traces.map((/** @type {{ target: string }} */ { target, ...options }) =>
    engine.trace(target, { ...options, ...engines[index] }),
  );
  for (const trace of begun) results[index]?.push(await trace.result);
}

/** For good, with its group and without root's other groups. @param {number} id */
function become(id) {
  process.setgroups?.([]);
  process.setgid?.(id);
  process.setuid?.(id);
}
