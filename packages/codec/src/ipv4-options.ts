import { type Address, readIpv4Address, writeAddress } from './address.js';
import {
  decodeOptionList,
  encodeOptionList,
  type ListedOption,
  type OptionList,
  type TypedOption,
  type UnknownOption,
} from './option-list.js';
import { unsigned } from './unsigned.js';
import { readUint8, readUint16, readUint32, writeUint8, writeUint16, writeUint32 } from './wire.js';

/** An option of an IPv4 header (RFC 791 section 3.1); `kind` says which. */
export type Ipv4Option = ListedOption | Ipv4RouteOption | Ipv4TimestampOption | Ipv4RouterAlert | UnknownOption;

/** Asks each router on the way to look into the datagram (RFC 2113). */
export interface Ipv4RouterAlert {
  /** Type 148, with two bytes of data. */
  readonly kind: 'router-alert';
  /** 16 bits; 0 is the only value that RFC 2113 gives a meaning, IANA lists others. */
  readonly value: number;
}

//  +--------+--------+--------+---------//--------+
//  |  type  | length | pointer|     addresses     |
//  +--------+--------+--------+---------//--------+
/** A route that is recorded, or to be followed. */
export interface Ipv4RouteOption {
  /**
   * `record-route` (type 7): routers write their addresses into it. `loose-source-route` (131) and `strict-source-route`
   * (137): the stops of a way, where other routers may lie between two stops or may not.
   */
  readonly kind: 'record-route' | 'loose-source-route' | 'strict-source-route';
  /** Where the next address is written or read, as on the wire: counted from 1, from the option's start; the first is at 4. */
  readonly pointer: number;
  /** All places, those behind `pointer` of a recorded route too, which nobody has filled yet. */
  readonly addresses: readonly Address[];
}

//  +--------+--------+--------+----+----+
//  |01000100| length | pointer|oflw|flag|   then per entry: the address where flag is 1 or 3,
//  +--------+--------+--------+----+----+   and the timestamp
/** Routers write into it when the datagram came by. */
export interface Ipv4TimestampOption {
  /** Type 68. */
  readonly kind: 'timestamp';
  /** Where the next entry is written, as on the wire: counted from 1, from the option's start; the first is at 5. */
  readonly pointer: number;
  /** How many nodes found no place any more: 4 bits. */
  readonly overflow: number;
  /** 0: timestamps only; 1: each with the address of who wrote it; 3: by the nodes alone whose addresses are given. */
  readonly flag: number;
  /** All places, those behind `pointer` too. */
  readonly entries: readonly Ipv4TimestampEntry[];
}

/** A place of a timestamp option. */
export interface Ipv4TimestampEntry {
  /** Whose timestamp it is; null where the option's `flag` is 0. */
  readonly address: Address | null;
  /** Milliseconds since midnight UT; with the highest of its 32 bits set, of some other clock. */
  readonly timestamp: number;
}

const OptionType = {
  'record-route': 7,
  timestamp: 68,
  'loose-source-route': 131,
  'strict-source-route': 137,
  'router-alert': 148,
} as const;

type ShapedOption = Exclude<Ipv4Option, ListedOption>;

/** Divides the bytes from `start` to `end`; what cannot be divided is one `malformed` option, and the failure says why. */
export function decodeIpv4Options(bytes: Uint8Array, start: number, end: number): OptionList<ShapedOption> {
  return decodeOptionList(bytes, start, end, 'ipv4-option', readOption);
}

/** Throws `RangeError` where a value does not fit, or the options are no multiple of 4 bytes or more than 40. */
export function encodeIpv4Options(options: readonly Ipv4Option[]): Uint8Array {
  return encodeOptionList(options, 'ipv4.options', writeOption);
}

function readOption(type: number, data: Uint8Array): ShapedOption {
  switch (type) {
    case OptionType['record-route']:
      return readRoute('record-route', data) ?? { kind: 'unknown', type, data };
    case OptionType['loose-source-route']:
      return readRoute('loose-source-route', data) ?? { kind: 'unknown', type, data };
    case OptionType['strict-source-route']:
      return readRoute('strict-source-route', data) ?? { kind: 'unknown', type, data };
    case OptionType.timestamp:
      return readTimestamps(data) ?? { kind: 'unknown', type, data };
    case OptionType['router-alert']:
      return data.length === 2 ? { kind: 'router-alert', value: readUint16(data, 0) } : { kind: 'unknown', type, data };
    default:
      return { kind: 'unknown', type, data };
  }
}

function writeOption(option: ShapedOption): TypedOption {
  switch (option.kind) {
    case 'unknown':
      return option;
    case 'router-alert': {
      const data = new Uint8Array(2);
      writeUint16(data, 0, option.value, 'ipv4.options.value');
      return { type: OptionType[option.kind], data };
    }
    case 'timestamp':
      return { type: OptionType[option.kind], data: writeTimestamps(option) };
    default:
      return { type: OptionType[option.kind], data: writeRoute(option) };
  }
}

function readRoute(kind: Ipv4RouteOption['kind'], data: Uint8Array): Ipv4RouteOption | null {
  if (data.length % 4 !== 1) return null;
  const addresses = Array.from({ length: (data.length - 1) / 4 }, (_, index) => readIpv4Address(data, 1 + 4 * index));
  return { kind, pointer: readUint8(data, 0), addresses };
}

function writeRoute({ pointer, addresses }: Ipv4RouteOption): Uint8Array {
  const data = new Uint8Array(1 + 4 * addresses.length);
  writeUint8(data, 0, pointer, 'ipv4.options.pointer');
  addresses.forEach((address, index) => {
    writeAddress(data, 1 + 4 * index, address, 4, 'ipv4.options.addresses');
  });
  return data;
}

function readTimestamps(data: Uint8Array): Ipv4TimestampOption | null {
  if (data.length < 2) return null;
  const second = readUint8(data, 1);
  const flag = second & 0xf;
  const size = entrySize(flag);
  if (size === null || (data.length - 2) % size !== 0) return null;
  const entries = Array.from({ length: (data.length - 2) / size }, (_, index) => {
    const offset = 2 + size * index;
    const address = size === 8 ? readIpv4Address(data, offset) : null;
    return { address, timestamp: readUint32(data, offset + size - 4) };
  });
  return { kind: 'timestamp', pointer: readUint8(data, 0), overflow: second >> 4, flag, entries };
}

function writeTimestamps({ pointer, overflow, flag, entries }: Ipv4TimestampOption): Uint8Array {
  const size = entrySize(flag);
  if (size === null) throw new RangeError(`ipv4.options.flag must be 0, 1 or 3, is ${flag}`);
  const data = new Uint8Array(2 + size * entries.length);
  writeUint8(data, 0, pointer, 'ipv4.options.pointer');
  data[1] = (unsigned('ipv4.options.overflow', overflow, 4) << 4) | flag;
  entries.forEach(({ address, timestamp }, index) => {
    const offset = 2 + size * index;
    if (size === 8) writeAddress(data, offset, address ?? '', 4, 'ipv4.options.entries.address');
    writeUint32(data, offset + size - 4, timestamp, 'ipv4.options.entries.timestamp');
  });
  return data;
}

/** Bytes per entry, null for a flag that RFC 791 does not define. */
function entrySize(flag: number): 4 | 8 | null {
  if (flag === 0) return 4;
  return flag === 1 || flag === 3 ? 8 : null;
}
