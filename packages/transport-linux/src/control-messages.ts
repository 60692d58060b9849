import { type Address, formatAddress } from '@hoplite/codec';
import { IpOption, Ipv6Option, Level, SocketOption } from './constants.js';
import { decodeSocketAddress } from './sockaddr.js';

/** A time of the kernel's wall clock. */
export interface Timespec {
  readonly seconds: number;
  readonly nanoseconds: number;
}

/** What the kernel says beside a datagram; null for what it did not say. */
export interface Ancillary {
  readonly stamp: Timespec | null;
  /** The TTL or hop limit with which it arrived. */
  readonly ttl: number | null;
  /** The type of service or traffic class. */
  readonly typeOfService: number | null;
  readonly flowLabel: number | null;
  /** To which of this host's addresses it came. */
  readonly destination: Address | null;
  /** How many the socket's queue had dropped by then. */
  readonly dropped: number | null;
  readonly error: ExtendedError | null;
}

/** An entry of an error queue: `sock_extended_err` of `linux/errqueue.h`. */
export interface ExtendedError {
  readonly errno: number;
  readonly origin: number;
  /** ICMP. */
  readonly type: number;
  readonly code: number;
  /** The MTU or the pointer of the ICMP error; the kind of a stamp. */
  readonly info: number;
  /** A stamp's number; of an ICMP error in the low half where its extensions begin in what was returned. */
  readonly data: number;
  /** Who sent the ICMP error. */
  readonly offender: Address | null;
}

/** A control message to send: level, type, and a 32-bit value or the bytes of a structure. */
export type ControlValue = readonly [level: number, type: number, value: number | Uint8Array];

/** `struct cmsghdr`: a 64-bit length, level, type. */
const HEADER = 16;

/** Control messages one behind the other, each begun at a multiple of 8 bytes (`CMSG_ALIGN`). */
export function encodeControl(values: readonly ControlValue[]): Uint8Array {
  const bytes = new Uint8Array(values.reduce((sum, [, , value]) => sum + aligned(HEADER + lengthOf(value)), 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [level, type, value] of values) {
    const length = HEADER + lengthOf(value);
    view.setBigUint64(at, BigInt(length), true);
    view.setInt32(at + 8, level, true);
    view.setInt32(at + 12, type, true);
    if (typeof value === 'number') view.setInt32(at + HEADER, value, true);
    else bytes.set(value, at + HEADER);
    at += aligned(length);
  }
  return bytes;
}

function lengthOf(value: number | Uint8Array): number {
  return typeof value === 'number' ? 4 : value.length;
}

function aligned(length: number): number {
  return (length + 7) & ~7;
}

/** Reads all control messages that are whole. Those of no known kind say nothing here. */
export function decodeControl(bytes: Uint8Array): Ancillary {
  const found: { -readonly [K in keyof Ancillary]: Ancillary[K] } = { ...NOTHING };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at + HEADER <= bytes.length; ) {
    const length = Number(view.getBigUint64(at, true));
    if (length < HEADER || at + length > bytes.length) break;
    const level = view.getInt32(at + 8, true);
    const type = view.getInt32(at + 12, true);
    const data = new DataView(bytes.buffer, bytes.byteOffset + at + HEADER, length - HEADER);
    if (level === Level.socket) readSocket(type, data, found);
    else if (level === Level.ip) readIp(type, data, found);
    else if (level === Level.ipv6) readIpv6(type, data, found);
    at += aligned(length);
  }
  return found;
}

const NOTHING: Ancillary = {
  stamp: null,
  ttl: null,
  typeOfService: null,
  flowLabel: null,
  destination: null,
  dropped: null,
  error: null,
};

type Found = { -readonly [K in keyof Ancillary]: Ancillary[K] };

function readSocket(type: number, data: DataView, found: Found): void {
  const stamps = type === SocketOption.timestampNanoseconds || type === SocketOption.timestamping;
  // Of SO_TIMESTAMPING's three the first is the software's.
  if (stamps && data.byteLength >= 16) found.stamp ??= timespec(data);
  if (type === SocketOption.receiveQueueOverflow && data.byteLength >= 4) found.dropped = data.getUint32(0, true);
}

function readIp(type: number, data: DataView, found: Found): void {
  if (type === IpOption.ttl && data.byteLength >= 4) found.ttl = data.getInt32(0, true);
  // One byte, unlike all others (ip(7), IP_RECVTOS).
  if (type === IpOption.typeOfService && data.byteLength >= 1) found.typeOfService = data.getUint8(0);
  if (type === IpOption.packetInformation && data.byteLength >= 12) found.destination = addressAt(data, 8, 4);
  if (type === IpOption.receiveErrors && data.byteLength >= 16) found.error = extendedError(data);
}

function readIpv6(type: number, data: DataView, found: Found): void {
  if (type === Ipv6Option.hopLimit && data.byteLength >= 4) found.ttl = data.getInt32(0, true);
  if (type === Ipv6Option.trafficClass && data.byteLength >= 4) found.typeOfService = data.getInt32(0, true);
  // In network order, the traffic class in front.
  if (type === Ipv6Option.flowInformation && data.byteLength >= 4) found.flowLabel = data.getUint32(0) & 0xfffff;
  if (type === Ipv6Option.packetInformation && data.byteLength >= 16) found.destination = addressAt(data, 0, 16);
  if (type === Ipv6Option.receiveErrors && data.byteLength >= 16) found.error = extendedError(data);
}

function extendedError(data: DataView): ExtendedError {
  const offender = new Uint8Array(data.buffer, data.byteOffset + 16, data.byteLength - 16);
  return {
    errno: data.getUint32(0, true),
    origin: data.getUint8(4),
    type: data.getUint8(5),
    code: data.getUint8(6),
    info: data.getUint32(8, true),
    data: data.getUint32(12, true),
    offender: decodeSocketAddress(offender)?.address ?? null,
  };
}

function addressAt(data: DataView, offset: number, length: 4 | 16): Address {
  return formatAddress(new Uint8Array(data.buffer, data.byteOffset + offset, length));
}

function timespec(data: DataView): Timespec {
  return { seconds: Number(data.getBigInt64(0, true)), nanoseconds: Number(data.getBigInt64(8, true)) };
}
