import { TraceEngine } from '@hoplite/engine';
import { createLineTransport } from './line-transport.js';

const engine = new TraceEngine(createLineTransport(['198.51.100.1'], '192.0.2.9'), { seed: 1 });
const { outcome, hops } = await engine.trace('192.0.2.9').result;
await engine.close();
console.log(outcome, hops.length);
