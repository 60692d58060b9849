import { readFileSync } from 'node:fs';
import { TraceEngine } from '@hoplite/engine';
import { createSimTransport, parseTopology } from '@hoplite/transport-sim';
import { tcpAck } from './tcp-ack.js';

const topology = parseTopology(JSON.parse(readFileSync('samples/internet.json', 'utf8')));
const engine = new TraceEngine(createSimTransport(topology), { seed: 1 });
const { method, outcome, lastTtl } = await engine.trace('192.0.2.80', { method: tcpAck, port: 443 }).result;
await engine.close();
console.log(method, outcome, lastTtl);
