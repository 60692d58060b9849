import { TraceEngine } from '@hoplite/engine';
import { readTraces, record, replay } from '@hoplite/transport-pcap';
import { createSimTransport } from '@hoplite/transport-sim';

const transport = createSimTransport({
  from: 'me',
  nodes: { me: { kind: 'host', addresses: ['192.0.2.2'] }, r: {}, www: { addresses: ['203.0.113.80'] } },
  links: [{ ends: ['me', { node: 'r', addresses: ['192.0.2.1'] }] }, { ends: ['r', 'www'] }],
});
const engine = new TraceEngine(record(transport, 'run.pcapng'), { seed: 1 });
await engine.trace('203.0.113.80').result;
await engine.close();

for await (const { address, outcome } of readTraces('run.pcapng')) console.log(`read: ${address} ${outcome}`);
const again = new TraceEngine(await replay('run.pcapng'), { seed: 1 });
const { outcome, probesSent } = await again.trace('203.0.113.80').result;
console.log(`replayed: ${outcome} by ${probesSent} probes`);
await again.close();
