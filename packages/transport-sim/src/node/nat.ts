import { type Address, type AddressFamily, addressFamily, parseAddress, reachNetworkLayer } from '@hoplite/codec';
import type { Interface } from '../graph/graph.js';
import { byte, type Packet, Protocol, word } from '../packet/packet.js';
import { type ChecksumAt, patch } from '../packet/patch.js';
import { CHECKSUM_AT } from '../packet/quote.js';
import type { Nat } from '../topology/node.js';
import type { Here } from './here.js';

/** The packet as it leaves by that interface: with this node's address and a number of its own, where it comes from inside. */
export function translateOut({ node, incoming, state }: Here, out: Interface, packet: Packet): Packet {
  const { nat } = node.settings;
  if (nat === null || incoming === null) return packet;
  if (!nat.inside.includes(incoming.peer) || nat.inside.includes(out.peer)) return packet;
  const address = addressOf(nat, packet.family);
  if (address === undefined) return packet;
  const numbered = numberOf(packet.bytes, packet.protocol, packet.start, 'source', packet.fragment);
  const bytes = packet.bytes.slice();
  if (numbered === null) {
    rewrite(bytes, packet, 'source', address, null);
  } else {
    const inside = { address: packet.source, number: numbered.value };
    const number = state.nat.translate(packet.protocol, inside, nat.ports === 'keep');
    rewrite(bytes, packet, 'source', address, { at: numbered.at, value: number });
  }
  return { ...packet, bytes, source: address };
}

function addressOf({ addresses }: Nat, family: AddressFamily): Address | undefined {
  return addresses.find((address) => addressFamily(address) === family);
}

/** The packet with the address inside for which it is meant; null where no translation knows it. */
export function translateIn({ node, state }: Here, packet: Packet): Packet | null {
  const { nat } = node.settings;
  if (nat === null || !nat.addresses.includes(packet.destination)) return null;
  const quoted = quotedPacket(packet);
  if (quoted !== null) return translateError(nat, state.nat, packet, quoted);
  const numbered = numberOf(packet.bytes, packet.protocol, packet.start, 'destination', packet.fragment);
  const inside = numbered === null ? null : state.nat.find(packet.protocol, numbered.value);
  if (numbered === null || inside === null) return null;
  const bytes = packet.bytes.slice();
  rewrite(bytes, packet, 'destination', inside.address, { at: numbered.at, value: inside.number });
  return { ...packet, bytes, destination: inside.address };
}

type Side = 'source' | 'destination';
type Numbered = { readonly at: number; readonly value: number };
type Header = Pick<Packet, 'family' | 'protocol' | 'start'>;

/** An ICMP error about something that was translated on its way out: its destination, and its quote, are translated back. */
function translateError(
  nat: Nat,
  table: Here['state']['nat'],
  packet: Packet,
  quoted: Header & { readonly at: number },
): Packet | null {
  const numbered = numberOf(packet.bytes, quoted.protocol, quoted.start, 'source', 'none');
  const inside = numbered === null ? null : table.find(quoted.protocol, numbered.value);
  if (numbered === null || inside === null) return null;
  const bytes = packet.bytes.slice();
  rewrite(bytes, packet, 'destination', inside.address, null);
  if (nat.quotes !== 'untranslated') {
    const outer: ChecksumAt = { at: packet.start + 2, udp: false };
    const inner = checksumsOf(bytes, quoted, quoted.at);
    const mended = nat.quotes === 'translated' ? inner : inner.filter(({ at }) => at < quoted.start);
    const source = quoted.at + (quoted.family === 4 ? 12 : 8);
    const covering = mended.filter((sum) => coversAddresses(sum, quoted));
    patch(bytes, source, parseAddress(inside.address) ?? new Uint8Array(0), covering, outer);
    const number = mended.filter(({ at }) => at >= quoted.start);
    patch(bytes, numbered.at, Uint8Array.of(inside.number >> 8, inside.number), number, outer);
  }
  return { ...packet, bytes, destination: inside.address };
}

/** The header that an ICMP error quotes, its places counted from the start of the error. */
function quotedPacket({ bytes, family, protocol, start }: Packet): (Header & { readonly at: number }) | null {
  const type = byte(bytes, start);
  const isError =
    family === 4 ? protocol === Protocol.icmpv4 && ERRORS.includes(type) : protocol === Protocol.icmpv6 && type < 128;
  if (!isError) return null;
  const at = start + 8;
  const quoted = reachNetworkLayer(bytes.subarray(at));
  if (quoted.ip === null || quoted.ip.version !== family) return null;
  return { at, family, protocol: quoted.protocol, start: at + quoted.start };
}

const ERRORS: readonly number[] = [3, 4, 5, 11, 12];

/** Puts another address, and another number, into a packet, and mends its checksums. */
function rewrite(bytes: Uint8Array, packet: Packet, side: Side, address: Address, number: Numbered | null): void {
  const sums = packet.fragment === 'later' ? checksumsOf(bytes, packet, 0).slice(0, 1) : checksumsOf(bytes, packet, 0);
  const covering = sums.filter((sum) => coversAddresses(sum, packet));
  const addressAt = packet.family === 4 ? 12 : 8;
  const length = packet.family === 4 ? 4 : 16;
  patch(
    bytes,
    side === 'source' ? addressAt : addressAt + length,
    parseAddress(address) ?? new Uint8Array(0),
    covering,
    null,
  );
  if (number === null) return;
  const transport = sums.filter(({ at }) => at >= packet.start);
  patch(bytes, number.at, Uint8Array.of(number.value >> 8, number.value), transport, null);
}

/** The checksums that cover a header's addresses: the header's own (IPv4), and the transport's where it is there. */
function checksumsOf(bytes: Uint8Array, { family, protocol, start }: Header, at: number): readonly ChecksumAt[] {
  const sums: ChecksumAt[] = family === 4 ? [{ at: at + 10, udp: false }] : [];
  const transport = start + (CHECKSUM_AT[protocol] ?? bytes.length);
  if (transport + 2 <= bytes.length) sums.push({ at: transport, udp: protocol === Protocol.udp });
  return sums;
}

/** All but the checksum of ICMP, which over IPv4 has no pseudo-header. */
function coversAddresses({ at }: ChecksumAt, { protocol, start }: Header): boolean {
  return protocol !== Protocol.icmpv4 || at < start;
}

/** The port on that side, or the identifier of an echo message; null where there is neither. */
function numberOf(
  bytes: Uint8Array,
  protocol: number,
  start: number,
  side: Side,
  fragment: Packet['fragment'],
): Numbered | null {
  if (fragment === 'later') return null;
  const at = placeOf(byte(bytes, start), protocol, start, side);
  return at === null || at + 2 > bytes.length ? null : { at, value: word(bytes, at) };
}

function placeOf(type: number, protocol: number, start: number, side: Side): number | null {
  if (protocol === Protocol.udp || protocol === Protocol.tcp) return side === 'source' ? start : start + 2;
  if (protocol === Protocol.icmpv4) return type === 8 || type === 0 ? start + 4 : null;
  return protocol === Protocol.icmpv6 && (type === 128 || type === 129) ? start + 4 : null;
}
