import { type Address, type AddressFamily, internetChecksum, reachNetworkLayer, updateChecksum } from '@hoplite/codec';
import type { Tunnel } from '../topology/topology.js';
import { copied } from './copied.js';

/** A datagram on its way: its bytes, and what nodes look at. Never changed: each node that changes something makes another. */
export interface Packet {
  /** As they were last written: the TTL in them may be an old one. `bytesOf` has the present one. */
  readonly bytes: Uint8Array;
  /** Whether the IPv4 header is as it was sent; IPv6 leaves that to others. */
  readonly intact: boolean;
  readonly family: AddressFamily;
  readonly source: Address;
  readonly destination: Address;
  readonly ttl: number;
  /** Of what follows the IP header and its extension headers. */
  readonly protocol: number;
  /** Where that begins. */
  readonly start: number;
  readonly fragment: 'none' | 'first' | 'later';
  /** The label on it, null outside of tunnels. */
  readonly label: Label | null;
}

export interface Label {
  readonly tunnel: Tunnel;
  /** The node of the tunnel's path to which it brings the packet. */
  readonly position: number;
  readonly ttl: number;
}

export const Protocol = { icmpv4: 1, tcp: 6, udp: 17, icmpv6: 58 } as const;

/** Null for bytes that no node would take for a datagram. Bytes after the datagram's end are left behind. */
export function readPacket(bytes: Uint8Array): Packet | null {
  const network = reachNetworkLayer(bytes);
  if (network.ip === null || network.failure !== null) return null;
  const { ip, protocol, start, end, fragment } = network;
  const { version: family, source, destination } = ip;
  const ttl = ip.version === 4 ? ip.ttl : ip.hopLimit;
  const intact = ip.version === 6 || internetChecksum(bytes, 0, ip.headerLength) === 0;
  return {
    bytes: copied(end === bytes.length ? bytes : bytes.subarray(0, end)),
    intact,
    family,
    source,
    destination,
    ttl,
    protocol,
    start,
    fragment,
    label: null,
  };
}

/**
 * The bytes, the present TTL written into them and the IPv4 checksum mended (RFC 1624). Nodes decrement a number, and only
 * who looks at the bytes has them made: copies at every hop were most of the work of a network.
 */
export function bytesOf(packet: Packet): Uint8Array {
  const { bytes, family, ttl } = packet;
  return byte(bytes, family === 4 ? 8 : 7) === ttl ? bytes : copyOf(packet);
}

/** The same, for who changes them. */
export function copyOf({ bytes: stored, family, ttl }: Packet): Uint8Array {
  const bytes = copied(stored);
  if (family === 6) bytes[7] = ttl;
  else if (byte(bytes, 8) !== ttl) writeHeaderWord(bytes, 8, (ttl << 8) | byte(bytes, 9));
  return bytes;
}

export function withTtl(packet: Packet, ttl: number): Packet {
  // Written out, because every packet comes here at every hop: a spread takes ten times as long.
  const { bytes, intact, family, source, destination, protocol, start, fragment, label } = packet;
  return { bytes, intact, family, source, destination, ttl, protocol, start, fragment, label };
}

/** The type of service or traffic class becomes `(old & keep) | set`. */
export function withTos(packet: Packet, { keep, set }: { readonly keep: number; readonly set: number }): Packet {
  if (keep === 0xff && set === 0) return packet;
  const bytes = packet.bytes.slice();
  if (packet.family === 4) writeHeaderWord(bytes, 0, (byte(bytes, 0) << 8) | (byte(bytes, 1) & keep) | set);
  else {
    const trafficClass = ((word(bytes, 0) >> 4) & keep) | set;
    setWord(bytes, 0, 0x6000 | (trafficClass << 4) | (word(bytes, 0) & 0xf));
  }
  return { ...packet, bytes };
}

/** Whether routers may not divide it. */
export function isWhole({ bytes, family }: Packet): boolean {
  return family === 6 || (byte(bytes, 6) & 0x40) !== 0;
}

export function byte(bytes: Uint8Array, offset: number): number {
  return bytes[offset] ?? 0;
}

export function word(bytes: Uint8Array, offset: number): number {
  return (byte(bytes, offset) << 8) | byte(bytes, offset + 1);
}

export function setWord(bytes: Uint8Array, offset: number, value: number): void {
  bytes[offset] = value >> 8;
  bytes[offset + 1] = value;
}

/** Writes a word of an IPv4 header and mends the header's checksum (RFC 1624). */
function writeHeaderWord(bytes: Uint8Array, offset: number, value: number): void {
  setWord(bytes, 10, updateChecksum(word(bytes, 10), word(bytes, offset), value));
  setWord(bytes, offset, value);
}
