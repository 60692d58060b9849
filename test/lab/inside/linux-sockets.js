// node linux-sockets.js EXPERIMENT DESTINATION [METHOD]: does something to the transport over Linux's own sockets, and prints
// what came of it.
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { TraceEngine } from '@hoplite/engine';
import { createLinuxTransport } from '@hoplite/transport-linux';

const [name = '', destination = '', method = 'udp'] = process.argv.slice(2);

/** @type {Readonly<Record<string, () => Promise<unknown>>>} */
const EXPERIMENTS = { burst, blocked, identifiers, idle, throws, workers };

const experiment = EXPERIMENTS[name];
if (experiment === undefined) throw new RangeError(`there is no experiment ${name}`);
console.log(JSON.stringify(await experiment()));

/** Two thousand probes at once, all to the first router. */
function burst() {
  return fates(2000, () => {});
}

/** As many as there is room for, and then the event loop stands still for two seconds. */
function blocked() {
  return fates(createLinuxTransport().capabilities.inFlight, () => stand(2000));
}

/** Many traces after one another, each with an identifier of its own: what became of them. */
async function identifiers() {
  const transport = createLinuxTransport();
  const engine = new TraceEngine(transport, { seed: process.pid, rate: 1e5, perDestination: 1000 });
  const outcomes = [];
  for (let round = 0; round < 12; round++) {
    const traces = Array.from({ length: 100 }, () =>
      engine.trace(destination, { method: 'icmp', maxTtl: 1, queries: 1, wait: 1000 }),
    );
    for (const { result } of traces) outcomes.push((await result).outcome);
  }
  await engine.close();
  return { mode: transport.mode, outcomes: tally(outcomes) };
}

/**
 * What became of so many probes, and how many were stamped by the process.
 * @param {number} count @param {() => void} whenSent
 */
async function fates(count, whenSent) {
  const transport = createLinuxTransport();
  const send = transport.send.bind(transport);
  transport.send = (batch) => {
    send(batch);
    if (batch.length > 100) whenSent();
  };
  const limits = { rate: 1e9, maxInFlight: count, perDestination: count };
  const engine = new TraceEngine(transport, { seed: process.pid, ...limits });
  // 255 queries at the most for each of them.
  const traces = Array.from({ length: Math.ceil(count / 250) }, (_, i) =>
    engine.trace(destination, { ...traceOptions(i), queries: Math.min(250, count - 250 * i) }),
  );
  const results = await Promise.all(traces.map(({ result }) => result));
  await engine.close();
  const probes = results.flatMap(({ hops }) => hops.flatMap((hop) => hop.probes));
  const addresses = new Set(probes.flatMap((probe) => ('address' in probe ? [probe.address] : [])));
  return {
    mode: transport.mode,
    asked: count,
    statuses: tally(probes.map((probe) => ('error' in probe ? probe.error.code : probe.status))),
    addresses: [...addresses],
    bySelf: probes.filter(({ sentBy }) => sentBy === 'process').length,
    longest: Math.max(...probes.map((probe) => ('rtt' in probe ? (probe.rtt ?? 0) : 0))),
    notices: results.flatMap(({ notices }) => notices.map(({ code }) => code)),
  };
}

/** @param {number} index @returns {import('@hoplite/engine').TraceOptions} */
function traceOptions(index) {
  const way = /** @type {import('@hoplite/engine').Method} */ (method);
  return { method: way, maxTtl: 1, parallel: 250, wait: 1000, waitHere: 0, waitNear: 0, port: 33_434 + 300 * index };
}

/** @param {readonly string[]} words */
function tally(words) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** Opens a transport and leaves it so: the process ends all the same. */
async function idle() {
  const transport = createLinuxTransport();
  const nothing = () => {};
  await transport.open({ sent: nothing, failed: nothing, received: nothing, noticed: nothing, broken: nothing });
  await new Promise((resolve) => transport.clock.wake(transport.clock.now() + 1e6, () => resolve(null)));
  return transport.mode;
}

/** What who is woken throws is the process's to hear. */
async function throws() {
  const heard = new Promise((resolve) => process.once('uncaughtException', ({ message }) => resolve(message)));
  const transport = createLinuxTransport();
  const nothing = () => {};
  await transport.open({ sent: nothing, failed: nothing, received: nothing, noticed: nothing, broken: nothing });
  transport.clock.wake(transport.clock.now() + 1e6, () => {
    throw new Error('thrown when woken');
  });
  return heard;
}

/** Stands still. @param {number} milliseconds */
function stand(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}

/** Traces of a worker thread, and what becomes of the process when another is ended in the middle of its own. */
async function workers() {
  const traces = [{ target: destination, method }];
  const one = startWorker({ traces, rounds: 1 });
  const { mode, results } = JSON.parse(await text(one.stdout));
  const other = startWorker({ traces });
  await once(other.stderr, 'data');
  await other.terminate();
  return { mode, outcomes: results.flat().map((/** @type {{ outcome: string }} */ { outcome }) => outcome) };
}

/** @param {object} orders */
function startWorker(orders) {
  const argv = [JSON.stringify({ transport: 'linux', ...orders })];
  return new Worker(new URL('./tracing.js', import.meta.url), { argv, stdout: true, stderr: true });
}
