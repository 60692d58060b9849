import { type Address, readIpv6Address, writeAddress } from './address.js';
import {
  decodeExtensionHeaders,
  encodeExtensionHeaders,
  type Ipv6ExtensionHeader,
  NO_NEXT_HEADER,
} from './ipv6-extension-headers.js';
import type { Optional } from './optional.js';
import type { NoHeader, ReachedHeader } from './reached-header.js';
import { failure } from './result.js';
import { unsigned } from './unsigned.js';
import { readUint8, readUint16, readUint32, writeUint8, writeUint16, writeUint32 } from './wire.js';

//   0                   1                   2                   3
//   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |Version| Traffic Class |           Flow Label                  |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |         Payload Length        |  Next Header  |   Hop Limit   |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |                  Source Address (16 bytes)                    |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |                Destination Address (16 bytes)                 |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

/** An IPv6 header (RFC 8200 section 3), its fields in wire order, and the extension headers that follow it. */
export interface Ipv6Header {
  /** Tells it from an `Ipv4Header`. */
  readonly version: 6;
  /** 8 bits, those of IPv4's type of service: the DSCP (RFC 2474) in the upper six, ECN (RFC 3168) in the lower two. */
  readonly trafficClass: number;
  /** 20 bits that a source gives all packets of a flow, for routers to balance load by (RFC 6437); 0 where it gives none. */
  readonly flowLabel: number;
  /** Bytes after the fixed header as the header says; 0 from segmentation offload and in jumbograms. */
  readonly payloadLength: number;
  /** IANA's number of what follows this header: 6 TCP, 17 UDP, 58 ICMPv6, 59 nothing, or an extension header's. */
  readonly nextHeader: number;
  /** Hops that are left, from 0 to 255: IPv4's TTL by its right name. */
  readonly hopLimit: number;
  /** As RFC 5952 spells it, as `destination` is. */
  readonly source: Address;
  /** With a routing header that has segments left the next stop: `finalDestination` tells the end. */
  readonly destination: Address;
  /** In wire order, whole ones only; each says by `nextHeader` what the next one is, and the last one what the payload is. */
  readonly extensionHeaders: readonly Ipv6ExtensionHeader[];
}

/** What the encoders take: an `Ipv6Header` whose payload length may be left out, and is then computed. */
export type Ipv6HeaderInit = Optional<Ipv6Header, 'payloadLength'>;

const FIXED_LENGTH = 40;

/** Reads the header and its extension headers as far as they are there, and says what of their claims does not hold. */
export function reachIpv6(bytes: Uint8Array): ReachedHeader<Ipv6Header> | NoHeader {
  const available = bytes.length;
  if (available < FIXED_LENGTH) return { ip: null, failure: failure('ipv6', 'truncated', 0, FIXED_LENGTH, available) };
  const first = readUint32(bytes, 0);
  const payloadLength = readUint16(bytes, 4);
  const nextHeader = readUint8(bytes, 6);
  const claimed = payloadLength === 0 && nextHeader !== NO_NEXT_HEADER ? available : FIXED_LENGTH + payloadLength;
  const end = Math.min(claimed, available);
  const chain = decodeExtensionHeaders(bytes, FIXED_LENGTH, end, nextHeader, available < claimed);
  const ip: Ipv6Header = {
    version: 6,
    trafficClass: (first >>> 20) & 0xff,
    flowLabel: first & 0xfffff,
    payloadLength,
    nextHeader,
    hopLimit: readUint8(bytes, 7),
    source: readIpv6Address(bytes, 8),
    destination: readIpv6Address(bytes, 24),
    extensionHeaders: chain.extensionHeaders,
  };
  return {
    ip,
    protocol: chain.protocol,
    start: chain.end,
    end,
    fragment: chain.fragment,
    failure: available < claimed ? failure('ipv6', 'truncated', 0, claimed, available) : chain.failure,
  };
}

/** The header and its extension headers for a payload of that many bytes. Throws `RangeError` naming field and range. */
export function encodeIpv6(header: Ipv6HeaderInit, payloadLength: number): Uint8Array {
  const extensionHeaders = encodeExtensionHeaders(header.extensionHeaders);
  const bytes = new Uint8Array(FIXED_LENGTH + extensionHeaders.length);
  const trafficClass = unsigned('ipv6.trafficClass', header.trafficClass, 8);
  const flowLabel = unsigned('ipv6.flowLabel', header.flowLabel, 20);
  writeUint32(bytes, 0, 0x60000000 + trafficClass * 0x100000 + flowLabel, 'ipv6.flowLabel');
  writeUint16(bytes, 4, header.payloadLength ?? extensionHeaders.length + payloadLength, 'ipv6.payloadLength');
  writeUint8(bytes, 6, header.nextHeader, 'ipv6.nextHeader');
  writeUint8(bytes, 7, header.hopLimit, 'ipv6.hopLimit');
  writeAddress(bytes, 8, header.source, 6, 'ipv6.source');
  writeAddress(bytes, 24, header.destination, 6, 'ipv6.destination');
  bytes.set(extensionHeaders, FIXED_LENGTH);
  return bytes;
}
