/**
 * In which order a system's raw sockets take and give two fields of the IPv4 header, total length and fragmentation:
 * `network`, as on the wire (Linux, Windows, OpenBSD, FreeBSD from 11 on), or `host`, that of its processor (macOS,
 * NetBSD: ip(4) there).
 */
export type HeaderOrder = 'network' | 'host';

/** The datagram as a socket with IP_HDRINCL wants it. The one given is left as it is. */
export function toSocketOrder(datagram: Uint8Array, order: HeaderOrder, littleEndian: boolean): Uint8Array {
  if (order === 'network' || !littleEndian || datagram.length < FIXED_LENGTH) return datagram;
  const turned = new Uint8Array(datagram);
  const view = viewOf(turned);
  view.setUint16(TOTAL_LENGTH, view.getUint16(TOTAL_LENGTH), true);
  view.setUint16(FRAGMENTATION, view.getUint16(FRAGMENTATION), true);
  return turned;
}

/**
 * What a raw IPv4 socket received, turned in place into what was on the wire. A system with host order has also taken the
 * header off the total length; the socket delivers whole datagrams, so their length is known all the same.
 */
export function fromSocketOrder(datagram: Uint8Array, order: HeaderOrder, littleEndian: boolean): Uint8Array {
  if (order === 'network' || datagram.length < FIXED_LENGTH) return datagram;
  const view = viewOf(datagram);
  view.setUint16(TOTAL_LENGTH, datagram.length);
  view.setUint16(FRAGMENTATION, view.getUint16(FRAGMENTATION, littleEndian));
  return datagram;
}

const FIXED_LENGTH = 20;
const TOTAL_LENGTH = 2;
const FRAGMENTATION = 6;

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
