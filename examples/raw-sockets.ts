import { TraceEngine } from '@hoplite/engine';
import { createRawTransport, examineRaw } from '@hoplite/transport-raw';

const abilities = await examineRaw();
if (abilities.works) {
  const engine = new TraceEngine(await createRawTransport(), { seed: crypto.randomUUID().replaceAll('-', '') });
  const { outcome } = await engine.trace('127.0.0.1', { method: 'icmp' }).result;
  await engine.close();
  console.log(outcome);
} else {
  console.log(`${abilities.message}: ${abilities.remedy}`);
}
