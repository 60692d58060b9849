import { readFileSync } from 'node:fs';
import { createSimTransport, parseTopology, traceroute } from 'hoplite';

const topology = parseTopology(JSON.parse(readFileSync('samples/internet.json', 'utf8')));
const trace = traceroute('www.content.example', {
  transport: createSimTransport(topology),
  method: 'icmp',
  seed: 1,
  queries: 1,
});

for await (const event of trace) {
  if (event.event !== 'hop') continue;
  const [probe] = event.hop.probes;
  console.log(event.hop.ttl, probe?.status === 'replied' ? `${probe.address} ${probe.rtt} ms` : 'silent');
}
const { outcome, lastTtl } = await trace.result;
console.log(`${outcome} after ${lastTtl} hops`);
