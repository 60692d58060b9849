import { parseAddress } from '@hoplite/codec';
import type { Node } from '../topology/node.js';
import { byte, type Packet } from './packet.js';

/**
 * The number by which a router chooses among equally good next hops, from what routers look at: the addresses, the
 * protocol, and the first four bytes behind the IP header, which are the ports, or type, code and checksum of an ICMP
 * message (Augustin et al., IMC 2006); over IPv6 the flow label as well (RFC 6438). Fragments have no ports.
 */
export function flowHash(packet: Packet, by: Node['balance'], salt: number): number {
  const { bytes, family, start } = packet;
  const addresses = family === 4 ? [12, 20] : [8, 40];
  if (by === 'destination') return hash(salt, bytes.subarray(family === 4 ? 16 : 24, addresses[1]));
  let mixed = hash(salt, bytes.subarray(addresses[0], addresses[1]));
  mixed = hash(mixed, [packet.protocol]);
  if (family === 6) mixed = hash(mixed, [byte(bytes, 1) & 0xf, byte(bytes, 2), byte(bytes, 3)]);
  return packet.fragment === 'none' ? hash(mixed, bytes.subarray(start, start + 4)) : mixed;
}

/** A number for a name, the same on every machine. */
export function saltOf(name: string, seed: number): number {
  return hash(
    seed >>> 0,
    Array.from(name, (letter) => (letter.codePointAt(0) ?? 0) & 0xff),
  );
}

/** The same source, protocol and number give the same number: what a NAT without memory would choose. */
export function addressHash(address: string, salt: number): number {
  return hash(salt, parseAddress(address) ?? []);
}

/** FNV-1a, its bits then mixed so that the last one is as good as the first. */
function hash(seed: number, bytes: Iterable<number>): number {
  let state = (0x811c9dc5 ^ seed) >>> 0;
  for (const value of bytes) state = Math.imul(state ^ value, 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
