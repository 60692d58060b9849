import { TraceEngine } from '@hoplite/engine';
import { topology } from '@hoplite/testing';
import { createSimTransport } from '@hoplite/transport-sim';
import fc from 'fast-check';

const networks = topology({ habits: true, chances: true });
const hopsComeWithoutGaps = fc.asyncProperty(networks, fc.nat(), async ({ topology, destination }, seed) => {
  const engine = new TraceEngine(createSimTransport(topology, { seed }), { seed });
  const { hops } = await engine.trace(destination[4], { maxTtl: 12 }).result;
  await engine.close();
  return hops.every((hop, index) => hop.ttl === index + 1);
});
await fc.assert(hopsComeWithoutGaps, { numRuns: 20 });
console.log('holds over 20 networks');
