// Run in a node of the lab: has as many probes in flight as the transport's buffers hold the replies of, blocks the event
// loop right after they were sent, and prints what became of them.
// node long-block.js '{ "transport": "linux", "target": "203.0.113.2", "source": "192.0.2.64", "block": 10000, "wait": 9000 }'

import { TraceEngine } from '@hoplite/engine';
import { openLive } from 'hoplite';

/** @typedef {import('@hoplite/engine').Transport} Transport */
/** @typedef {import('@hoplite/engine').Listener} Listener */

/** Of one trace at the most. */
const most = 255;

const { transport: choice, target, source, block, wait } = JSON.parse(process.argv[2] ?? '');
const live = await openLive(choice, { protocol: 'udp' });
const { inFlight } = live.capabilities;
const told = { waiting: 0 };
const limits = { rate: 1e9, maxInFlight: inFlight, perDestination: inFlight };
const engine = new TraceEngine(blockingWhenSent(inFlight), { seed: process.pid, ...limits });
const traces = Array.from({ length: Math.ceil(inFlight / most) }, (_, index) => {
  const queries = Math.min(most, inFlight - index * most);
  // No wait is shortened by what came before it.
  const options = { source, queries, parallel: queries, wait, waitHere: 0, waitNear: 0 };
  // The second router answers, for a queue of the first one's own answers would have no room for them.
  return engine.trace(target, { firstTtl: 2, maxTtl: 2, ...options });
});
const results = await Promise.all(traces.map(({ result }) => result));
const probes = results.flatMap(({ hops }) => hops.flatMap((hop) => hop.probes));
/** @param {string} status */
const count = (status) => probes.filter((probe) => probe.status === status).length;
const notices = results.reduce((sum, result) => sum + result.notices.length, 0);
const counted = { replied: count('replied'), late: count('late'), timeout: count('timeout'), failed: count('failed') };
process.stdout.write(JSON.stringify({ probes: probes.length, ...told, ...counted, notices }));
await engine.close();

/**
 * The transport, after whose so many-th probe nothing runs for a while. Counts what arrived in that time.
 * @param {number} last
 * @returns {Transport}
 */
function blockingWhenSent(last) {
  const { name, timestamps, capabilities, clock } = live;
  let sent = 0;
  let blockedAt = Number.POSITIVE_INFINITY;
  /** @param {Listener} listener @returns {Listener} */
  const counting = (listener) => ({
    sent: listener.sent.bind(listener),
    failed: listener.failed.bind(listener),
    noticed: listener.noticed.bind(listener),
    broken: listener.broken.bind(listener),
    received(datagram, at, ...rest) {
      if (at > blockedAt) told.waiting++;
      listener.received(datagram, at, ...rest);
    },
  });
  return {
    ...{ name, timestamps, capabilities, clock },
    open: (listener) => live.open(counting(listener)),
    send(batch) {
      live.send(batch);
      sent += batch.length;
      if (sent !== last) return;
      blockedAt = clock.now();
      for (const until = performance.now() + block; performance.now() < until; );
    },
    sourceFor: (...asked) => live.sourceFor(...asked),
    close: () => live.close(),
    [Symbol.asyncDispose]: () => live.close(),
  };
}
