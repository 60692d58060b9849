import { readFileSync } from 'node:fs';
import { createSimTransport, parseTopology, traceFormats, traceroute } from 'hoplite';

const topology = parseTopology(JSON.parse(readFileSync('samples/internet.json', 'utf8')));
const { result } = traceroute('www.content.example', { transport: createSimTransport(topology) });

const document = traceFormats.csv.begin({});
console.log(document.trace(await result, 1) + document.end());
