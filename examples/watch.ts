import { readFileSync } from 'node:fs';
import { createSimTransport, parseTopology, watch } from 'hoplite';

const topology = parseTopology(JSON.parse(readFileSync('samples/internet.json', 'utf8')));
const transport = createSimTransport(topology);
for await (const event of watch('library.university.example', { transport, interval: 5000, rounds: 60 })) {
  if (event.event === 'path') console.log(event.at, 'the path changed', event.hops, event.length);
  if (event.event !== 'statistics' || event.round % 20 > 0) continue;
  const last = event.rows.at(-1);
  console.log(`${event.at} hop ${last?.ttl}: loss ${last?.loss?.toFixed(1)} %, ${last?.rtt?.average.toFixed(1)} ms`);
}
