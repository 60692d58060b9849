import { addressBytes } from './address.js';
import { readUint16 } from './wire.js';

/**
 * The Internet checksum of RFC 1071 over the first `length` of `bytes`, all of them by default, beginning from `sum` (a
 * partial one's-complement sum, not complemented).
 */
export function internetChecksum(bytes: Uint8Array, sum = 0, length: number = bytes.length): number {
  return ~fold(sum + sumOf(bytes, 0, length)) & 0xffff;
}

/** The partial sum of the 16-bit words from `start` to `end`, an odd last byte padded with zero; at most 2^43 for 4 GiB. */
export function sumOf(bytes: Uint8Array, start: number, end: number): number {
  let sum = 0;
  let offset = start;
  // The inner sum stays below 2^31, where additions are of small integers: 16,384 words of at most 0xffff.
  while (end - offset > 1) {
    const stop = Math.min(offset + 0x8000, end - 1);
    let part = 0;
    for (; offset < stop; offset += 2) part += readUint16(bytes, offset);
    sum += part;
  }
  return offset < end ? sum + (bytes[offset] ?? 0) * 0x100 : sum;
}

/** The partial sum of the pseudo-header of RFC 768, RFC 9293 and RFC 8200 section 8.1, for `internetChecksum`. */
export function pseudoHeaderSum(source: string, destination: string, protocol: number, length: number): number {
  return addressSum(source, 'source') + addressSum(destination, 'destination') + protocolAndLengthSum(protocol, length);
}

/** The part of the pseudo-header behind the addresses. */
export function protocolAndLengthSum(protocol: number, length: number): number {
  return protocol + (length >>> 16) + (length & 0xffff);
}

function addressSum(address: string, field: string): number {
  const bytes = addressBytes(address);
  if (bytes === null) throw new RangeError(`${field} must be an address, is ${JSON.stringify(address)}`);
  return sumOf(bytes, 0, bytes.length);
}

/** Incremental update by RFC 1624 equation 3: the checksum after one 16-bit word went from `before` to `after`. */
export function updateChecksum(checksum: number, before: number, after: number): number {
  return ~fold((~checksum & 0xffff) + (~before & 0xffff) + after) & 0xffff;
}

/**
 * The 16-bit word to write over a zero word of data summed by `checksum` so that the checksum becomes `wanted`
 * (Paris traceroute: a UDP datagram with a chosen checksum). See Augustin et al., IMC 2006.
 */
export function compensation(checksum: number, wanted: number): number {
  return fold(checksum + (~wanted & 0xffff));
}

/** The one's-complement sum in 16 bits: 0 only for a sum of 0. */
function fold(sum: number): number {
  let folded = sum;
  while (folded > 0xffff) folded = (folded % 0x10000) + Math.floor(folded / 0x10000);
  return folded;
}
