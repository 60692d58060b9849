import { type Datagram, type DatagramInit, decodeDatagram, encodeDatagram, internetChecksum } from '@hoplite/codec';
import type { SimTransport } from '@hoplite/transport-sim';

/** What happens between engine and network that no router of the virtual one does. */
export interface Meddling {
  /** What the system makes of a probe before it leaves; where that is another datagram, the transport tells what left. */
  readonly leaving?: (probe: Uint8Array) => Uint8Array;
  /** What arrives in place of a reply. */
  readonly arriving?: (reply: Uint8Array) => readonly Uint8Array[];
  /** Header fields that the system does not show. */
  readonly hidden?: readonly string[];
}

/** The transport with somebody in between. */
export function meddle(transport: SimTransport, { leaving, arriving, hidden }: Meddling): SimTransport {
  const open = transport.open.bind(transport);
  const send = transport.send.bind(transport);
  const left = new Map<number, Uint8Array>();
  if (leaving !== undefined) {
    transport.send = (batch) => {
      for (const { id, datagram } of batch) {
        const leaves = leaving(datagram);
        // Of a probe that leaves as it is there is nothing to tell.
        if (leaves !== datagram) left.set(id, leaves);
      }
      send(batch.map(({ id, datagram }) => ({ id, datagram: left.get(id) ?? datagram })));
    };
  }
  transport.open = (listener) =>
    open({
      sent: (id, at) => listener.sent(id, at, left.get(id), hidden),
      failed: (...heard) => listener.failed(...heard),
      received: (datagram, at) => {
        for (const bytes of arriving?.(datagram) ?? [datagram]) listener.received(bytes, at, hidden);
      },
      noticed: (code, text) => listener.noticed(code, text),
      broken: (error) => listener.broken(error),
    });
  return transport;
}

/** The datagram, read. */
export function read(bytes: Uint8Array): Datagram {
  const decoded = decodeDatagram(bytes);
  if (!decoded.ok) throw new Error(`no datagram: ${decoded.failure.reason}`);
  return decoded.value;
}

/** An ICMP error with another quote; any other datagram as it is. */
export function changeQuote(bytes: Uint8Array, change: (quote: Uint8Array) => Uint8Array): Uint8Array {
  const { ip, payload } = read(bytes);
  if (!('original' in payload)) return bytes;
  const { checksum: _, ...message } = payload;
  return encodeDatagram({ ip: fitting(ip), payload: { ...message, original: change(payload.original) } });
}

/** The IP header for a datagram of another length. */
export function fitting(ip: Datagram['ip']): DatagramInit['ip'] {
  if (ip.version === 6) {
    const { payloadLength: _, ...header } = ip;
    return header;
  }
  const { totalLength: _, headerLength: __, headerChecksum: ___, ...header } = ip;
  return header;
}

/** The datagram, or as much as is quoted of it, with IPv4 options that do nothing, or a Hop-by-Hop Options header. */
export function withOptions(bytes: Uint8Array): Uint8Array {
  const isIpv4 = (bytes[0] ?? 0) >> 4 === 4;
  const [headerLength, options] = isIpv4
    ? [20, [1, 1, 1, 0]]
    : // A PadN option of 6 bytes (RFC 8200 section 4.3).
      [40, [bytes[6] ?? 0, 0, 1, 4, 0, 0, 0, 0]];
  const longer = Uint8Array.from([...bytes.subarray(0, headerLength), ...options, ...bytes.subarray(headerLength)]);
  const header = new DataView(longer.buffer);
  if (isIpv4) {
    header.setUint8(0, 0x46);
    header.setUint16(2, header.getUint16(2) + options.length);
    header.setUint16(10, 0);
    header.setUint16(10, internetChecksum(longer.subarray(0, 24)));
  } else {
    header.setUint8(6, 0);
    header.setUint16(4, header.getUint16(4) + options.length);
  }
  return longer;
}
