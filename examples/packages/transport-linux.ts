import { randomBytes } from 'node:crypto';
import { TraceEngine } from '@hoplite/engine';
import { createLinuxTransport } from '@hoplite/transport-linux';

const engine = new TraceEngine(createLinuxTransport({ mode: 'unprivileged' }), {
  seed: randomBytes(16).toString('hex'),
});
const { outcome, lastTtl, transport, timestamps } = await engine.trace('127.0.0.1').result;
console.log(`${outcome} at TTL ${lastTtl} over ${transport}, stamped by the ${timestamps}`);
await engine.close();
