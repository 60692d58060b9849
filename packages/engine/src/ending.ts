import type { Header } from './header.js';
import type { Reply } from './reply.js';

/**
 * What a reply means for the trace. It is the type of a reply that ends one, not its address alone:
 * - `hop`: Time Exceeded in transit, also from the target's own address.
 * - `reached`: the destination answered; or somebody said that its port or protocol is unreachable.
 * - `unreachable`: any other ICMP error about the probe's way.
 * - `notice`: Redirect, Source Quench, and Time Exceeded of reassembly: they end nothing and answer nothing.
 */
export type Meaning = 'hop' | 'reached' | 'unreachable' | 'notice';

export function meaning(reply: Reply, sent: Pick<Header, 'protocol' | 'destination'>): Meaning {
  if (reply.kind === 'direct') return 'reached';
  const { type, code } = reply.icmp;
  if (reply.family === 4) {
    if (type === 11) return code === 0 ? 'hop' : 'notice';
    if (type === 4 || type === 5) return 'notice';
  } else if (type === 3) return code === 0 ? 'hop' : 'notice';
  const fromDestination = reply.from === sent.destination;
  const udp = sent.protocol === 'udp' || sent.protocol === 'udp-lite';
  return refusesAtTheEnd(reply.family, type, code) && (udp || fromDestination) ? 'reached' : 'unreachable';
}

/** Port and protocol unreachable: RFC 792, RFC 4443 section 3.1, and 3.4 for a next header that the node does not know. */
function refusesAtTheEnd(family: 4 | 6, type: number, code: number): boolean {
  return family === 4
    ? type === 3 && (code === 2 || code === 3)
    : (type === 1 && code === 4) || (type === 4 && code === 1);
}
