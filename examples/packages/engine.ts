import { TraceEngine } from '@hoplite/engine';
import { createSimTransport } from '@hoplite/transport-sim';

const transport = createSimTransport({
  from: 'me',
  nodes: {
    me: { kind: 'host', addresses: ['192.0.2.1'] },
    r: { addresses: ['192.0.2.254'] },
    far: { serves: ['198.51.100.0/24'] },
  },
  links: [{ ends: ['me', 'r'] }, { ends: ['r', 'far'] }],
});
const engine = new TraceEngine(transport, { seed: 1, rate: 100 });
const traces = ['198.51.100.2', '198.51.100.3'].map((target) => engine.trace(target));
for (const { result } of traces) {
  const { address, outcome, lastTtl, probesSent } = await result;
  console.log(`${address}: ${outcome} at TTL ${lastTtl} by ${probesSent} probes`);
}
await engine.close();
