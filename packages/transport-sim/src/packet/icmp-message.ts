import {
  type Address,
  type AddressFamily,
  type DatagramInit,
  type ExtensionObject,
  type ExtensionStructureInit,
  encodeDatagram,
  type Icmpv4Init,
  type Icmpv6Init,
} from '@hoplite/codec';
import type { QuoteHabits } from '../topology/errors.js';
import { type Packet, Protocol } from './packet.js';

/** What an ICMP error says, in the numbers of its family. */
export interface ErrorKind {
  readonly type: number;
  readonly code: number;
  /** Next hop MTU, pointer or gateway, where the type has one. */
  readonly mtu?: number;
  readonly pointer?: number;
  readonly gateway?: Address;
}

export const timeExceeded = (family: AddressFamily): ErrorKind => ({ type: family === 4 ? 11 : 3, code: 0 });

export const unreachable = (family: AddressFamily, code: number): ErrorKind => ({ type: family === 4 ? 3 : 1, code });

export function tooBig(family: AddressFamily, mtu: number): ErrorKind {
  return family === 4 ? { type: 3, code: 4, mtu } : { type: 2, code: 0, mtu };
}

export const portUnreachable = (family: AddressFamily): ErrorKind => unreachable(family, family === 4 ? 3 : 4);

/** RFC 4443 section 3.4: an unknown Next Header is a Parameter Problem that points at it. */
export function protocolUnreachable(family: AddressFamily): ErrorKind {
  return family === 4 ? unreachable(4, 2) : { type: 4, code: 1, pointer: 6 };
}

/** The fields of a datagram that a node makes itself. */
export interface Origin {
  readonly source: Address;
  readonly destination: Address;
  readonly family: AddressFamily;
  readonly ttl: number;
  readonly identification: number;
  readonly tos: number;
}

/** An ICMP error. */
export function errorPacket(
  origin: Origin,
  kind: ErrorKind,
  original: Uint8Array,
  objects: readonly ExtensionObject[],
  habits: QuoteHabits,
): Packet {
  const carried = withExtensions(original, objects, habits, origin.family);
  return origin.family === 4
    ? makePacket(origin, Protocol.icmpv4, icmpv4(kind, carried))
    : makePacket(origin, Protocol.icmpv6, icmpv6(kind, carried));
}

/** What a node sends that is its own. */
export function makePacket(origin: Origin, protocol: number, payload: DatagramInit['payload']): Packet {
  const { family, source, destination, ttl } = origin;
  return {
    bytes: encodeDatagram({ ip: ipHeader(origin, protocol), payload }),
    intact: true,
    family,
    source,
    destination,
    ttl,
    protocol,
    start: family === 4 ? 20 : 40,
    fragment: 'none',
    label: null,
  };
}

function ipHeader(origin: Origin, protocol: number): DatagramInit['ip'] {
  const { source, destination, ttl, identification, tos } = origin;
  if (origin.family === 6) {
    return {
      version: 6,
      trafficClass: tos,
      flowLabel: 0,
      nextHeader: protocol,
      hopLimit: ttl,
      source,
      destination,
      extensionHeaders: [],
    };
  }
  return {
    version: 4,
    typeOfService: tos,
    identification,
    reservedFlag: false,
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    ttl,
    protocol,
    source,
    destination,
    options: [],
  };
}

interface Carried {
  readonly original: Uint8Array;
  readonly extensions: ExtensionStructureInit | null;
  readonly length?: number;
}

function withExtensions(
  original: Uint8Array,
  objects: readonly ExtensionObject[],
  habits: QuoteHabits,
  family: AddressFamily,
): Carried {
  if (objects.length === 0) return { original, extensions: null };
  const [version, reserved] = habits.extensionVersion === 'right' ? [2, 0] : [0, 0x200];
  const structure: ExtensionStructureInit = { version, reserved, objects, rest: new Uint8Array(0) };
  const extensions = habits.extensionChecksum === 'zero' ? { ...structure, checksum: 0 } : structure;
  if (habits.lengthField === 'right') return { original, extensions };
  // A length that is given is written as it is, and nothing is padded: that is done here.
  const unit = family === 4 ? 4 : 8;
  const padded = new Uint8Array(Math.max(128, Math.ceil(original.length / unit) * unit));
  padded.set(original);
  const { lengthField } = habits;
  return {
    original: padded,
    extensions,
    length: typeof lengthField === 'number' ? lengthField : lengthField === 'bytes' ? padded.length & 0xff : 0,
  };
}

/** Literals of a type's own, for the copy of a spread that stands first takes V8 ten times as long. */
function icmpv4({ type, code, mtu = 0, pointer = 0, gateway = '0.0.0.0' }: ErrorKind, carried: Carried): Icmpv4Init {
  const kind = 'icmpv4';
  const { original } = carried;
  switch (type) {
    case 3:
      return { kind, type, code, name: 'destination-unreachable', unused: 0, nextHopMtu: mtu, ...carried };
    case 11:
      return { kind, type, code, name: 'time-exceeded', unused: 0, unusedTail: 0, ...carried };
    case 12:
      return { kind, type, code, name: 'parameter-problem', pointer, unusedTail: 0, ...carried };
    case 5:
      return { kind, type, code, name: 'redirect', gateway, original };
    default:
      return { kind, type, code, name: 'source-quench', unused: 0, original };
  }
}

function icmpv6({ type, code, mtu = 0, pointer = 0 }: ErrorKind, carried: Carried): Icmpv6Init {
  const kind = 'icmpv6';
  const { original } = carried;
  switch (type) {
    case 2:
      return { kind, type, code, name: 'packet-too-big', mtu, original };
    case 4:
      return { kind, type, code, name: 'parameter-problem', pointer, original };
    case 3:
      return { kind, type, code, name: 'time-exceeded', unused: 0, ...carried };
    default:
      return { kind, type, code, name: 'destination-unreachable', unused: 0, ...carried };
  }
}
