import { randomBytes } from 'node:crypto';
import { TraceEngine } from '@hoplite/engine';
import { createRawTransport, examineRaw } from '@hoplite/transport-raw';

const abilities = await examineRaw();
if (abilities.works) {
  const engine = new TraceEngine(await createRawTransport(), { seed: randomBytes(16).toString('hex') });
  const { outcome, lastTtl } = await engine.trace('127.0.0.1').result;
  console.log(`${outcome} at TTL ${lastTtl}`);
  await engine.close();
} else {
  console.log(`${abilities.message}: ${abilities.remedy}`);
}
