import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { createSimTransport, type DatagramMessage, parseTopology, type TraceEvent, traceroute } from 'hoplite';

subscribe('hoplite:trace', (message) => {
  const event = message as TraceEvent;
  if (event.event === 'reply') console.log(`ttl ${event.ttl}: ${event.probe.address}`);
});

const bytes = { sent: 0, received: 0, failed: 0 };
subscribe('hoplite:datagram', (message) => {
  const { what, datagram } = message as DatagramMessage;
  bytes[what] += datagram.length;
});

const topology = parseTopology(JSON.parse(readFileSync('samples/internet.json', 'utf8')));
const transport = createSimTransport(topology, { seed: 1 });
await traceroute('www.content.example', { transport, seed: 1, queries: 1, maxTtl: 3, parallel: 1 }).result;
console.log(`${bytes.sent} bytes sent, ${bytes.received} received`);
