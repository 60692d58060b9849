import { type Address, decodeQuote } from '@hoplite/codec';
import { icmpProbe, tcpProbe } from '../craft/probes.js';
import { check } from '../laws/check.js';
import type { Hearing } from './hearing.js';
import type { TransportFixture } from './transport-fixture.js';

/** Throws unless a probe of that protocol is answered from the first hop and from the destination. */
export async function answersAreHeard(
  protocol: 'icmp' | 'tcp',
  { transport, heard, source, wait }: Hearing,
  { destination, farTtl = 64, patience }: TransportFixture,
): Promise<void> {
  check(transport.capabilities.protocols.includes(protocol), () => `it carries ${protocol}, and does not say so`);
  const ttls = [1, farTtl];
  transport.send(ttls.map((ttl, id) => ({ id, datagram: probeOf(protocol, id, { source, destination, ttl }) })));
  await wait(patience);
  for (const [id, ttl] of ttls.entries()) {
    const failure = heard.find((each) => each.kind === 'failed' && each.id === id);
    check(failure === undefined, () => `the ${protocol} probe of TTL ${ttl} could not be sent`);
    const answered = heard.some(
      (each) => each.kind === 'received' && (each.named === id || idOf(each.datagram) === id),
    );
    check(answered, () => `the ${protocol} probe of TTL ${ttl} has no answer`);
  }
}

/** ICMP is known by its sequence number, for systems choose identifiers themselves; TCP by its source port. */
function probeOf(
  protocol: 'icmp' | 'tcp',
  id: number,
  route: { readonly source: Address; readonly destination: Address; readonly ttl: number },
): Uint8Array {
  if (protocol === 'icmp') return icmpProbe({ ...route, identifier: 4711, sequenceNumber: FIRST + id });
  return tcpProbe({ ...route, sourcePort: FIRST + id, destinationPort: 80, sequenceNumber: 1e9 + 2 * id });
}

const FIRST = 50_001;

/** The id of the probe that is answered or quoted; null for anything else. */
function idOf(datagram: Uint8Array): number | null {
  const { payload } = decodeQuote(datagram);
  if (payload === null) return null;
  if ('original' in payload && payload.original !== undefined) return numberIn(payload.original, 'echo-request');
  return payload.kind === 'tcp' ? (payload.destinationPort ?? 0) - FIRST : numberIn(datagram, 'echo-reply');
}

function numberIn(datagram: Uint8Array, echo: 'echo-request' | 'echo-reply'): number | null {
  const { payload } = decodeQuote(datagram);
  if (payload === null) return null;
  if (payload.kind === 'tcp') return (payload.sourcePort ?? 0) - FIRST;
  if (payload.kind !== 'icmpv4' && payload.kind !== 'icmpv6') return null;
  return payload.name === echo ? (payload.sequenceNumber ?? 0) - FIRST : null;
}
