import { type Datagram, encodeDatagram } from '@hoplite/codec';
import { changeQuote, fitting, type Meddling, read } from '../meddling.js';

/** The source port of the first socket; the next ones count on. */
export const FIRST_PORT = 40_000;

/**
 * A system that opens a socket for each probe, so that each leaves with a source port of its own: the way to probe by
 * UDP or TCP without raw sockets. What left is told.
 */
export function socketEach(): Meddling {
  let port = FIRST_PORT;
  return { leaving: (probe) => fromPort(port++, read(probe)) };
}

/** Such a system that shows no more than a socket without privilege does: of quotes the addresses and ports. */
export function unprivilegedSocketEach(): Meddling {
  return {
    ...socketEach(),
    arriving: (reply) => [changeQuote(reply, withZeros)],
    hidden: ['identification', 'checksum'],
  };
}

/** Zeros where a transport makes up the identification and the checksum of a quote. */
function withZeros(quote: Uint8Array): Uint8Array {
  const madeUp = quote.slice();
  const isIpv4 = (quote[0] ?? 0) >> 4 === 4;
  if (isIpv4) madeUp.fill(0, 4, 6);
  return madeUp.fill(0, isIpv4 ? 26 : 46, isIpv4 ? 28 : 48);
}

function fromPort(sourcePort: number, { ip, payload }: Datagram): Uint8Array {
  if (payload.kind !== 'udp' && payload.kind !== 'tcp') throw new Error('no datagram of a port');
  const { checksum: _, ...segment } = payload;
  return encodeDatagram({ ip: fitting(ip), payload: { ...segment, sourcePort } });
}
