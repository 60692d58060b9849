import { readTraces } from 'hoplite';

for await (const trace of readTraces('samples/traceroute.pcapng')) {
  console.log(`${trace.method} to ${trace.address}: ${trace.outcome}, ${trace.probesSent} probes`);
  for (const { ttl, probes } of trace.hops) {
    const rtts = probes.flatMap((probe) => (probe.status === 'replied' && probe.rtt !== null ? [probe.rtt] : []));
    console.log(ttl, rtts.length > 0 ? `${Math.min(...rtts)} ms at best` : 'silent');
  }
}
