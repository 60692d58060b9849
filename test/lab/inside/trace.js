// node trace.js '{ "transport": "raw", "targets": ["192.0.2.1"], "options": {} }': traces all at once, prints the results.
import { TraceEngine } from '@hoplite/engine';
import { openTransport } from './open-transport.js';

/** @type {{ transport: string, targets: string[], options: import('@hoplite/engine').TraceOptions }} */
const { transport, targets, options } = JSON.parse(process.argv[2] ?? '');
const engine = new TraceEngine(await openTransport(transport), { seed: process.pid, rate: 10_000 });
const traces = targets.map((target) => engine.trace(target, options));
const results = await Promise.all(traces.map(({ result }) => result));
await engine.close();
console.log(JSON.stringify(results));
