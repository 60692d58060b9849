import { type Address, readIpv4Address, writeAddress } from './address.js';
import { internetChecksum } from './checksum.js';
import { headerWords } from './header-words.js';
import { decodeIpv4Options, encodeIpv4Options, type Ipv4Option } from './ipv4-options.js';
import type { Optional } from './optional.js';
import type { NoHeader, ReachedHeader } from './reached-header.js';
import { type DecodeFailure, failure } from './result.js';
import { unsigned } from './unsigned.js';
import { readUint8, readUint16, writeUint8, writeUint16 } from './wire.js';

//   0                   1                   2                   3
//   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |Version|  IHL  |Type of Service|          Total Length         |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |         Identification        |Flags|      Fragment Offset    |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |  Time to Live |    Protocol   |         Header Checksum       |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |                       Source Address                          |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |                    Destination Address                        |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |                    Options                    |    Padding    |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

/** An IPv4 header (RFC 791 section 3.1), its fields in wire order. */
export interface Ipv4Header {
  /** Tells it from an `Ipv6Header`. */
  readonly version: 4;
  /** In bytes: the IHL field times 4, so from 0 to 60. `decodeDatagram` refuses less than 20, `decodeQuote` shows it. */
  readonly headerLength: number;
  /** 8 bits: today the DSCP (RFC 2474) in the upper six, ECN (RFC 3168) in the lower two. */
  readonly typeOfService: number;
  /** Bytes of header and payload as the header says; 0 from segmentation offload. */
  readonly totalLength: number;
  /** 16 bits that all fragments of one datagram share; in a datagram that is never fragmented anything (RFC 6864). */
  readonly identification: number;
  /** The bit that RFC 791 reserves and RFC 3514 names. */
  readonly reservedFlag: boolean;
  /** The DF bit: who would have to fragment it drops it, and sends Destination Unreachable with code 4 (RFC 1191). */
  readonly dontFragment: boolean;
  /** The MF bit: set in all fragments of a datagram but the last. */
  readonly moreFragments: boolean;
  /** Where this fragment's payload belongs in the whole, in units of 8 bytes, as on the wire: 13 bits. */
  readonly fragmentOffset: number;
  /** Hops that are left, from 0 to 255: each router takes one off, and at zero sends Time Exceeded. */
  readonly ttl: number;
  /** IANA's number of what the payload is: 1 ICMP, 6 TCP, 17 UDP, 136 UDP-Lite. */
  readonly protocol: number;
  /** Over the header alone. As found, right or wrong: `verifyChecksums` judges it. */
  readonly headerChecksum: number;
  /** A dotted quad, as `destination` is. */
  readonly source: Address;
  /** With a source route that is not used up the next stop of it: `finalDestination` tells its end. */
  readonly destination: Address;
  /** In wire order, 40 bytes at the most; the padding behind them is that of an `end-of-list`. */
  readonly options: readonly Ipv4Option[];
}

/** What the encoders take: an `Ipv4Header` whose lengths and checksum may be left out, and are then computed. */
export type Ipv4HeaderInit = Optional<Ipv4Header, 'headerLength' | 'totalLength' | 'headerChecksum'>;

const FIXED_LENGTH = 20;
const RESERVED = 0x8000;
const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;

/** Reads the header as far as it is there, and says what of its claims does not hold. */
export function reachIpv4(bytes: Uint8Array): ReachedHeader<Ipv4Header> | NoHeader {
  const available = bytes.length;
  if (available < FIXED_LENGTH) return { ip: null, failure: failure('ipv4', 'truncated', 0, FIXED_LENGTH, available) };
  const headerLength = (readUint8(bytes, 0) & 0xf) * 4;
  const totalLength = readUint16(bytes, 2);
  const fragmentation = readUint16(bytes, 6);
  const protocol = readUint8(bytes, 9);
  const start = Math.min(Math.max(headerLength, FIXED_LENGTH), available);
  const { options, failure: optionFailure } = decodeIpv4Options(bytes, FIXED_LENGTH, start);
  const ip: Ipv4Header = {
    version: 4,
    headerLength,
    typeOfService: readUint8(bytes, 1),
    totalLength,
    identification: readUint16(bytes, 4),
    reservedFlag: (fragmentation & RESERVED) !== 0,
    dontFragment: (fragmentation & DONT_FRAGMENT) !== 0,
    moreFragments: (fragmentation & MORE_FRAGMENTS) !== 0,
    fragmentOffset: fragmentation & FRAGMENT_OFFSET,
    ttl: readUint8(bytes, 8),
    protocol,
    headerChecksum: readUint16(bytes, 10),
    source: readIpv4Address(bytes, 12),
    destination: readIpv4Address(bytes, 16),
    options,
  };
  return {
    ip,
    protocol,
    start,
    // A total length that cannot be meant says nothing about the end.
    end: totalLength < headerLength ? available : Math.min(totalLength, available),
    fragment: ip.fragmentOffset > 0 ? 'later' : ip.moreFragments ? 'first' : 'none',
    failure: judgeLengths(headerLength, totalLength, available) ?? optionFailure,
  };
}

function judgeLengths(headerLength: number, totalLength: number, available: number): DecodeFailure | null {
  if (headerLength < FIXED_LENGTH) return failure('ipv4', 'header-length', 0, FIXED_LENGTH, available);
  if (available < headerLength) return failure('ipv4', 'truncated', 0, headerLength, available);
  if (totalLength !== 0 && totalLength < headerLength)
    return failure('ipv4', 'total-length', 0, headerLength, totalLength);
  return available < totalLength ? failure('ipv4', 'truncated', 0, totalLength, available) : null;
}

/** The header for a payload of that many bytes. Throws `RangeError` naming field and range. */
export function encodeIpv4(header: Ipv4HeaderInit, payloadLength: number): Uint8Array {
  const options = encodeIpv4Options(header.options);
  const length = FIXED_LENGTH + options.length;
  const bytes = new Uint8Array(length);
  bytes[0] = 0x40 | headerWords(header.headerLength ?? length, 'ipv4.headerLength');
  writeUint8(bytes, 1, header.typeOfService, 'ipv4.typeOfService');
  writeUint16(bytes, 2, header.totalLength ?? length + payloadLength, 'ipv4.totalLength');
  writeUint16(bytes, 4, header.identification, 'ipv4.identification');
  writeUint16(bytes, 6, fragmentationWord(header), 'ipv4.fragmentOffset');
  writeUint8(bytes, 8, header.ttl, 'ipv4.ttl');
  writeUint8(bytes, 9, header.protocol, 'ipv4.protocol');
  writeAddress(bytes, 12, header.source, 4, 'ipv4.source');
  writeAddress(bytes, 16, header.destination, 4, 'ipv4.destination');
  bytes.set(options, FIXED_LENGTH);
  writeUint16(bytes, 10, header.headerChecksum ?? internetChecksum(bytes), 'ipv4.headerChecksum');
  return bytes;
}

function fragmentationWord(header: Ipv4HeaderInit): number {
  return (
    (header.reservedFlag ? RESERVED : 0) |
    (header.dontFragment ? DONT_FRAGMENT : 0) |
    (header.moreFragments ? MORE_FRAGMENTS : 0) |
    unsigned('ipv4.fragmentOffset', header.fragmentOffset, 13)
  );
}
