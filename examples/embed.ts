import { traceroute } from 'hoplite';

const trace = traceroute(process.argv[2] ?? '127.0.0.1', { queries: 1 });
for await (const event of trace) {
  if (event.event !== 'hop') continue;
  const [probe] = event.hop.probes;
  console.log(event.hop.ttl, probe?.status === 'replied' ? `${probe.address} ${probe.rtt} ms` : '*');
}
const { outcome } = await trace.result;
console.log(outcome);
