import { TraceEngine } from '@hoplite/engine';
import { createSimTransport } from '@hoplite/transport-sim';

const transport = createSimTransport({
  from: 'laptop',
  nodes: {
    laptop: { kind: 'host', addresses: ['192.0.2.2'] },
    home: { addresses: ['192.0.2.1'] },
    silent: { addresses: ['198.51.100.1'], errors: false },
    www: { kind: 'host', addresses: ['203.0.113.80'] },
  },
  links: [
    { ends: ['laptop', 'home'] },
    { ends: ['home', 'silent'], latency: 5 },
    { ends: ['silent', 'www'], jitter: 2 },
  ],
});
const engine = new TraceEngine(transport, { seed: 1 });
const { hops } = await engine.trace('203.0.113.80').result;
for (const { ttl, probes } of hops) {
  console.log(ttl, ...probes.map((probe) => (probe.status === 'replied' ? `${probe.address} ${probe.rtt} ms` : '*')));
}
await engine.close();
