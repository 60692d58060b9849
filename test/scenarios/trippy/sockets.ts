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

/** Such a system that shows no more of a quote than an unprivileged socket does: the ports. */
export function unprivilegedSocketEach(): Meddling {
  return {
    ...socketEach(),
    arriving: (reply) => [changeQuote(reply, withMadeUpHeader)],
    hidden: ['typeOfService', 'length', 'identification', 'ttl', 'checksum'],
  };
}

/** Zeros in the fields that a transport has to make up. */
function withMadeUpHeader(quote: Uint8Array): Uint8Array {
  const isIpv4 = (quote[0] ?? 0) >> 4 === 4;
  const madeUp = quote.slice();
  madeUp.set([isIpv4 ? 0x45 : 0x60, 0, 0, 0, 0, 0]);
  madeUp[isIpv4 ? 8 : 7] = 0;
  return madeUp.fill(0, isIpv4 ? 26 : 46, isIpv4 ? 28 : 48);
}

function fromPort(sourcePort: number, { ip, payload }: Datagram): Uint8Array {
  if (payload.kind !== 'udp' && payload.kind !== 'tcp') throw new Error('no datagram of a port');
  const { checksum: _, ...segment } = payload;
  return encodeDatagram({ ip: fitting(ip), payload: { ...segment, sourcePort } });
}
