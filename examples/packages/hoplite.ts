import { formatText, traceroute } from 'hoplite';

const trace = traceroute('127.0.0.1', { queries: 1 });
for await (const event of trace) {
  if (event.event === 'reply') console.log(`an answer to TTL ${event.ttl} from ${event.probe.address}`);
}
const result = await trace.result;
console.log(`${result.outcome} after ${result.lastTtl} hop`);
console.log(formatText(result).trimEnd());
