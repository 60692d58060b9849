import {
  type DatagramInit,
  type DecodeFailure,
  decodeDatagram,
  decodeQuote,
  describeFailure,
  encodeDatagram,
  verifyChecksums,
} from '@hoplite/codec';
import { check, same } from './check.js';
import { reachedOf } from './reached.js';

/** What is encoded comes back from decoding: every member that was given as it was given, lengths filled in rightly. */
export function decodingUndoesEncoding(datagram: DatagramInit): void {
  const bytes = encodeDatagram(datagram);
  const result = decodeDatagram(bytes);
  check(result.ok, () => `the strict door refused ${bytes}: ${result.ok || describeFailure(result.failure)}`);
  const { ip, payload } = result.value;
  same(ip, { ...ip, ...datagram.ip }, 'the header decoded', 'with what was given');
  same(payload, filledIn(payload, datagram.payload), 'the payload decoded', 'with what was given');
  const claimed = claimedLength(bytes) ?? bytes.length;
  check(claimed === bytes.length, () => `${claimed} bytes claimed, ${bytes.length} written`);
}

/** An extension structure's checksum may have been left out too. */
function filledIn(decoded: object, given: DatagramInit['payload']): object {
  if (!('extensions' in given) || given.extensions === null || !('extensions' in decoded)) {
    return { ...decoded, ...given };
  }
  return { ...decoded, ...given, extensions: { ...(decoded.extensions as object), ...given.extensions } };
}

/** A valid datagram is, byte for byte, what its decoded form is encoded to. */
export function encodingUndoesDecoding(bytes: Uint8Array): void {
  const result = decodeDatagram(bytes);
  check(result.ok, () => `not a valid datagram: ${bytes}`);
  const whole = bytes.subarray(0, claimedLength(bytes) ?? bytes.length);
  same(encodeDatagram(result.value), whole, 'encoding', 'the bytes that were decoded');
}

/** What follows the end that the header names (Ethernet padding) makes no difference. */
export function paddingIsNoPart(bytes: Uint8Array, padding: Uint8Array): void {
  const length = claimedLength(bytes);
  if (length === null) return;
  const padded = Uint8Array.of(...bytes.subarray(0, length), ...padding);
  same(decodeDatagram(padded), decodeDatagram(bytes), 'with padding the datagram', 'without');
}

/** Each proper prefix of a valid datagram fails, and the failure says how many bytes are needed and how many there are. */
export function prefixesFail(bytes: Uint8Array): void {
  const length = claimedLength(bytes) ?? 0;
  for (let available = 0; available < length; available += 1) {
    const result = decodeDatagram(bytes.subarray(0, available));
    const expected = { ok: false, failure: prefixFailure(bytes, available, length) };
    same(result, expected, `the first ${available} bytes`, 'as the headers claim');
  }
}

function prefixFailure(bytes: Uint8Array, available: number, length: number): DecodeFailure {
  const truncated = { reason: 'truncated', offset: 0 } as const;
  if (available === 0) return { layer: 'ip', ...truncated, needed: 1, available };
  if (isIpv6(bytes)) return { layer: 'ipv6', ...truncated, needed: available < 40 ? 40 : length, available };
  const headerLength = ((bytes[0] ?? 0) & 0xf) * 4;
  const needed = available < 20 ? 20 : available < headerLength ? headerLength : length;
  return { layer: 'ipv4', ...truncated, needed, available };
}

/**
 * The lax door takes every prefix that holds the IP header; what it reaches is what the strict door reads in the whole.
 * (Where the header does not say how long the datagram is, a prefix is another whole one.)
 */
export function laxDoorReachesWhatStrictReads(bytes: Uint8Array): void {
  const whole = decodeDatagram(bytes);
  check(whole.ok, () => `not a valid datagram: ${bytes}`);
  same(decodeQuote(bytes), { ...whole.value, stopped: null }, 'the lax door', 'the strict door');
  const length = claimedLength(bytes) ?? 0;
  for (let available = isIpv6(bytes) ? 40 : 20; available < length; available += 1) {
    const prefix = bytes.subarray(0, available);
    const quote = decodeQuote(prefix);
    const strict = decodeDatagram(prefix);
    same(quote.stopped, strict.ok ? null : strict.failure, 'what stopped the lax door', 'in the strict door');
    const problem = reachedOf(whole.value, quote);
    check(problem === null, () => `of the first ${available} bytes of ${bytes} the lax door reads ${problem}`);
  }
}

/**
 * What is encoded verifies, unless nothing can; and whichever bit that a checksum covers is then flipped, that checksum
 * is valid no longer. `position` and `bit` choose it.
 */
export function checksumsAreJudged(datagram: DatagramInit, position: number, bit: number): void {
  const bytes = encodeDatagram(withoutChecksums(datagram));
  const report = verifyChecksums(bytes);
  check(report !== null, () => `there is no IP header in ${bytes}`);
  check(report.ip !== 'invalid', () => `computed, and invalid: the header checksum of ${bytes}`);
  const payloadHolds = report.payload !== 'invalid' || coversTooLittleOrMuch(datagram.payload);
  check(payloadHolds, () => `computed, and invalid: the payload's checksum in ${bytes}`);
  for (const { of, from, to } of coveredRanges(datagram, bytes)) {
    if (report[of] !== 'valid') continue;
    const at = from + (position % (to - from));
    const flipped = bytes.slice();
    flipped[at] = (flipped[at] ?? 0) ^ (1 << bit);
    const after = verifyChecksums(flipped);
    check(after?.[of] !== 'valid', () => `with bit ${bit} of byte ${at} flipped, ${of} still verifies in ${bytes}`);
  }
}

/** Such a checksum cannot be right (RFC 3828 section 3.1). */
function coversTooLittleOrMuch(payload: DatagramInit['payload']): boolean {
  if (payload.kind !== 'udp-lite' || payload.checksumCoverage === 0) return false;
  return payload.checksumCoverage < 8 || payload.checksumCoverage > 8 + payload.payload.length;
}

interface CoveredRange {
  readonly of: 'ip' | 'payload';
  readonly from: number;
  readonly to: number;
}

/** Not all, but those where a flipped bit does not change how much is covered. */
function coveredRanges({ ip, payload }: DatagramInit, bytes: Uint8Array): readonly CoveredRange[] {
  const start = encodeDatagram({ ip, payload: { kind: 'opaque', bytes: new Uint8Array(0) } }).length;
  const header: CoveredRange = { of: 'ip', from: 1, to: start };
  const all: CoveredRange = { of: 'payload', from: start, to: bytes.length };
  switch (payload.kind) {
    case 'udp':
      return [header, { ...all, to: start + 4 }, { ...all, from: start + 6, to: start + 8 + payload.payload.length }];
    case 'udp-lite':
      return [header, { ...all, to: start + 4 }, { ...all, from: start + 6, to: start + 8 }];
    case 'opaque':
      return [header];
    default:
      return [header, all];
  }
}

function withoutChecksums({ ip, payload }: DatagramInit): DatagramInit {
  return { ip: without(ip, 'headerChecksum'), payload: without(payload, 'checksum') };
}

function without<T extends object>(value: T, member: string): T {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== member)) as T;
}

/** Whatever the bytes, no door throws, and none sees what lies around them. */
export function decodingIsTotal(bytes: Uint8Array): void {
  const surrounded = new Uint8Array(bytes.length + 128).fill(0xff);
  surrounded.set(bytes, 64);
  const view = surrounded.subarray(64, 64 + bytes.length);
  const strict = decodeDatagram(bytes);
  if (!strict.ok) check(describeFailure(strict.failure) !== '', () => `a failure without words for ${bytes}`);
  same(decodeDatagram(view), strict, 'the strict door, in other surroundings,', 'alone');
  same(decodeQuote(view), decodeQuote(bytes), 'the lax door, in other surroundings,', 'alone');
  same(verifyChecksums(view), verifyChecksums(bytes), 'the checksum report, in other surroundings,', 'alone');
}

/** What the header says of the datagram's length; null where it says nothing. */
function claimedLength(bytes: Uint8Array): number | null {
  if (!isIpv6(bytes)) return uint16(bytes, 2) || null;
  const payloadLength = uint16(bytes, 4);
  return payloadLength === 0 && bytes[6] !== 59 ? null : 40 + payloadLength;
}

function isIpv6(bytes: Uint8Array): boolean {
  return (bytes[0] ?? 0) >> 4 === 6;
}

function uint16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] ?? 0) << 8) | (bytes[offset + 1] ?? 0);
}
