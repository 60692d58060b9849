// node linux-sockets.js EXPERIMENT DESTINATION [METHOD]: does something to the transport over Linux's own sockets, and prints
// what came of it.
import { readdirSync } from 'node:fs';
import { TraceEngine } from '@hoplite/engine';
import { createLinuxTransport } from '@hoplite/transport-linux';

const [name = '', destination = '', method = 'udp'] = process.argv.slice(2);

/** @type {readonly import('@hoplite/engine').Method[]} */
const METHODS = ['udp-classic', 'tcp', 'icmp'];

/** @type {Readonly<Record<string, () => Promise<unknown>>>} */
const EXPERIMENTS = { burst, blocked, aborts, idle, throws, flood, deaf };

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

/** A thousand traces, every other one aborted on the way: descriptors before and after. */
async function aborts() {
  const before = readdirSync('/proc/self/fd').length;
  const engine = new TraceEngine(createLinuxTransport(), { seed: 1, rate: 1e5 });
  const traces = Array.from({ length: 1000 }, (_, i) => {
    return engine.trace(destination, { maxTtl: 2, method: METHODS[i % 3] ?? 'udp', parallel: 2 });
  });
  for (const [i, trace] of traces.entries()) if (i % 2 === 0) setTimeout(() => trace.abort(), (i * 7) % 400);
  const results = await Promise.all(traces.map(({ result }) => result));
  await engine.close();
  const after = readdirSync('/proc/self/fd').length;
  return { before, after, aborted: results.filter(({ outcome }) => outcome === 'aborted').length > 0 };
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

/** Forty thousand probes to the first router, for others to hear the answers. */
async function flood() {
  for (let round = 0; round < 20; round++) await fates(2000, () => {});
  return 'flooded';
}

/** Traces, and in the middle of that reads nothing for as long as somebody floods. */
async function deaf() {
  const engine = new TraceEngine(createLinuxTransport(), { seed: 1 });
  const trace = engine.trace(destination, { maxTtl: 2, interval: 20, queries: 50, wait: 500 });
  await new Promise((resolve) => setTimeout(resolve, 100));
  console.error('deaf');
  stand(15_000);
  const { outcome, notices } = await trace.result;
  await engine.close();
  return { outcome, notices };
}

/** Stands still. @param {number} milliseconds */
function stand(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
