// node interrupted.js '{ "transport": "linux", "methods": ["udp"], "target": ..., "intact": 12, "options": {} }': traces by each
// method, with one probe in flight. When so many of each were sent and are done it sends no more, writes `midway` to standard
// error, and goes on when SIGUSR2 comes. Prints the results.
import { once } from 'node:events';
import { TraceEngine } from '@hoplite/engine';
import { openLive } from 'hoplite';

const { transport: choice, methods, target, intact, options } = JSON.parse(process.argv[2] ?? '');
// Nothing else keeps the process alive while no probe is in flight.
const alive = setInterval(() => {}, 1000);
const stricken = once(process, 'SIGUSR2');
let waiting = 0;
const results = await Promise.all(methods.map(traceBy));
clearInterval(alive);
console.log(JSON.stringify(results));

/** @param {import('@hoplite/engine').Method} method */
async function traceBy(method) {
  const transport = await openLive(choice, { protocol: 'udp' });
  holdAfter(transport, intact);
  const engine = new TraceEngine(transport, { seed: process.pid });
  const result = await engine.trace(target, { method, parallel: 1, ...options }).result;
  await engine.close();
  return result;
}

/** @param {import('@hoplite/engine').Transport} transport @param {number} count */
function holdAfter(transport, count) {
  const send = transport.send.bind(transport);
  let sent = 0;
  transport.send = (batch) => {
    sent += batch.length;
    if (sent <= count) return send(batch);
    if (sent === count + 1 && ++waiting === methods.length) console.error('midway');
    void stricken.then(() => send(batch));
  };
}
