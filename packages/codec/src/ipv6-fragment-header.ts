import { unsigned } from './unsigned.js';
import { readUint8, readUint16, readUint32, writeUint8, writeUint16, writeUint32 } from './wire.js';

//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |  Next Header  |   Reserved    |      Fragment Offset    |Res|M|
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |                         Identification                        |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

/** The packet is a fragment of a longer one (RFC 8200 section 4.5). */
export interface Ipv6FragmentHeader {
  /** Announced by 44. */
  readonly kind: 'fragment';
  /** IANA's number of what follows: in all fragments that of the whole packet's fragmentable part. */
  readonly nextHeader: number;
  /** The byte after Next Header: 0 by rule, kept as found. */
  readonly reserved: number;
  /** Where what follows belongs in the whole, in units of 8 bytes, as on the wire: 13 bits. */
  readonly fragmentOffset: number;
  /** The two bits between the offset and the M flag: 0 by rule, kept as found. */
  readonly reservedBits: number;
  /** The M flag: set in all fragments of a packet but the last. */
  readonly moreFragments: boolean;
  /** 32 bits that all fragments of one packet share. */
  readonly identification: number;
}

/** The header in the 8 bytes at `start`, which the caller knows to be there. */
export function readFragmentHeader(bytes: Uint8Array, start: number): Ipv6FragmentHeader {
  const word = readUint16(bytes, start + 2);
  return {
    kind: 'fragment',
    nextHeader: readUint8(bytes, start),
    reserved: readUint8(bytes, start + 1),
    fragmentOffset: word >> 3,
    reservedBits: (word >> 1) & 0x3,
    moreFragments: (word & 0x1) !== 0,
    identification: readUint32(bytes, start + 4),
  };
}

/** The header's 8 bytes. Throws `RangeError` naming field and range. */
export function encodeFragmentHeader(header: Ipv6FragmentHeader): Uint8Array {
  const bytes = new Uint8Array(8);
  const fragmentOffset = unsigned('ipv6.fragment.fragmentOffset', header.fragmentOffset, 13);
  const reservedBits = unsigned('ipv6.fragment.reservedBits', header.reservedBits, 2);
  const word = (fragmentOffset << 3) | (reservedBits << 1) | (header.moreFragments ? 1 : 0);
  writeUint8(bytes, 0, header.nextHeader, 'ipv6.fragment.nextHeader');
  writeUint8(bytes, 1, header.reserved, 'ipv6.fragment.reserved');
  writeUint16(bytes, 2, word, 'ipv6.fragment.fragmentOffset');
  writeUint32(bytes, 4, header.identification, 'ipv6.fragment.identification');
  return bytes;
}
