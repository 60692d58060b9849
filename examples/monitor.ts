import { watch } from 'hoplite';

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.once('SIGTERM', () => stop.abort());

const targets = process.argv.slice(2);
for await (const event of watch(targets, { interval: 10_000, signal: stop.signal })) {
  const { at, target, round } = event;
  if (event.event === 'path') console.log(JSON.stringify({ at, target, round, changed: event.hops }));
  if (event.event === 'end') console.log(JSON.stringify({ at, target, round, ended: event.reason }));
  if (event.event === 'round' && event.result.error) {
    console.log(JSON.stringify({ at, target, round, error: event.result.error }));
  }
  if (event.event !== 'statistics' || event.rows.length === 0) continue;
  const last = event.rows.at(-1);
  console.log(JSON.stringify({ at, target, round, hops: last?.ttl, rtt: last?.rtt?.last, loss: last?.loss }));
}
