import { randomBytes } from 'node:crypto';
import { TraceEngine } from '@hoplite/engine';
import { openLive } from 'hoplite';

const targets = Array.from({ length: 100 }, (_, index) => `127.0.0.${index + 1}`);

const transport = await openLive('auto', { protocol: 'udp' });
const engine = new TraceEngine(transport, { seed: randomBytes(16).toString('hex'), rate: 500 });
const results = await Promise.all(targets.map((target) => engine.trace(target, { queries: 1, maxTtl: 8 }).result));
await engine.close();

const reached = results.filter(({ outcome }) => outcome === 'reached');
console.log(`${reached.length} of ${results.length} reached`);
