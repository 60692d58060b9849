import { addressFamily, parseAddress } from '@hoplite/codec';
import type { QuoteHabits } from '../topology/errors.js';
import { copyOf, type Packet, Protocol, setWord, word } from './packet.js';

/** RFC 1812 section 4.3.2.3 and RFC 4443 section 3: with its headers an error has at most 576 and 1280 bytes. */
const MOST = { 4: 548, 6: 1232 } as const;
/** RFC 4884 section 5.1: an extension stands behind at least so many bytes. */
const BEFORE_EXTENSION = 128;

/** What a router of these habits quotes of a packet; in front of an extension it is cut to 128 bytes. */
export function quoteOf(packet: Packet, habits: QuoteHabits, extended: boolean): Uint8Array {
  const mangled = mangle(packet, habits);
  const most = extended ? BEFORE_EXTENSION : MOST[packet.family];
  const length = Math.min(lengthOf(packet, habits), most, mangled.length);
  const padded = Math.max(length, Math.min(habits.padTo, most));
  if (padded === length && length === mangled.length) return mangled;
  const quote = new Uint8Array(padded);
  quote.set(mangled.subarray(0, length));
  return quote;
}

function lengthOf({ start }: Packet, { length }: QuoteHabits): number {
  if (typeof length === 'number') return length;
  return length === 'minimum' ? start + 8 : Number.POSITIVE_INFINITY;
}

function mangle(packet: Packet, habits: QuoteHabits): Uint8Array {
  const bytes = copyOf(packet);
  const { family, start, protocol } = packet;
  const lengthAt = family === 4 ? 2 : 4;
  if (habits.totalLength === 'swap') setWord(bytes, lengthAt, swapped(word(bytes, lengthAt)));
  if (habits.totalLength === 'less-header' && family === 4) setWord(bytes, 2, word(bytes, 2) - start);
  if (habits.ttl !== null) bytes[family === 4 ? 8 : 7] = habits.ttl;
  if (family === 4) mangleIpv4(bytes, habits);
  if (habits.destination !== null && addressFamily(habits.destination) === family) {
    bytes.set(parseAddress(habits.destination) ?? [], family === 4 ? 16 : 24);
  }
  const checksumAt = start + (CHECKSUM_AT[protocol] ?? bytes.length);
  if (habits.transportChecksum === 'zero' && checksumAt + 2 <= bytes.length) setWord(bytes, checksumAt, 0);
  return bytes;
}

function mangleIpv4(bytes: Uint8Array, { identification, headerChecksum }: QuoteHabits): void {
  const sent = word(bytes, 4);
  if (identification === 'zero') setWord(bytes, 4, 0);
  if (identification === 'increment') setWord(bytes, 4, (sent + 1) & 0xffff);
  if (identification === 'swap') setWord(bytes, 4, swapped(sent));
  if (headerChecksum === 'zero') setWord(bytes, 10, 0);
}

/** Where the checksum stands in a transport header. */
export const CHECKSUM_AT: Readonly<Record<number, number>> = {
  [Protocol.udp]: 6,
  [Protocol.tcp]: 16,
  [Protocol.icmpv4]: 2,
  [Protocol.icmpv6]: 2,
};

function swapped(value: number): number {
  return ((value & 0xff) << 8) | (value >> 8);
}
