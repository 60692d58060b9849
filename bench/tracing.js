// What an embedding program does, run in a node of the lab: opens a live transport and traces one target again and again.
// node tracing.js '{ "transport": "linux", "target": "203.0.113.2", "sources": ["192.0.2.64"], "options": {}, "block": 50 }'
// prints the results, and how long each took in ms. With `block` the event loop is blocked again and again for so many ms.

import { TraceEngine } from '@hoplite/engine';
import { openLive } from 'hoplite';

const { transport: choice, target, sources, options = {}, limits = {}, block = 0 } = JSON.parse(process.argv[2] ?? '');

const transport = await openLive(choice, { protocol: 'udp' });
const engine = new TraceEngine(transport, { seed: process.pid, ...limits });
// In the event loop's turn that is behind reading and sending: before what was sent has its answer.
const blocking = block > 0 ? setInterval(() => setImmediate(spin, block), 1) : undefined;
const traced = [];
for (const source of sources) {
  const began = performance.now();
  const result = await engine.trace(target, { source, ...options }).result;
  traced.push({ milliseconds: performance.now() - began, result });
}
clearInterval(blocking);
await engine.close();
process.stdout.write(JSON.stringify(traced));

/** @param {number} milliseconds */
function spin(milliseconds) {
  for (const until = performance.now() + milliseconds; performance.now() < until; );
}
