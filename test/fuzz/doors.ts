import {
  type Datagram,
  decodeDatagram,
  decodeFrame,
  decodeQuote,
  encodeDatagram,
  encodeFrame,
  LinkType,
  verifyChecksums,
} from '@hoplite/codec';

const LINK_TYPES = Object.values(LinkType);

/**
 * Everything that takes bytes from the network, on the same input: returns what each made of it. Throws where a door
 * throws, or where what was read does not write back to the same bytes.
 */
export function throughAllDoors(input: Uint8Array): unknown[] {
  const strict = decodeDatagram(input);
  const seen: unknown[] = [strict, decodeQuote(input), verifyChecksums(input)];
  if (strict.ok) expectSameBytes('datagram', encodeDatagram(strict.value), input, datagramLength(strict.value, input));
  for (const linkType of LINK_TYPES) {
    const frame = decodeFrame(linkType, input);
    seen.push(frame);
    if (!frame.ok) continue;
    expectSameBytes(
      `frame of link type ${linkType}`,
      encodeFrame(linkType, frame.value.layers, frame.value.payload),
      input,
      input.length,
    );
    seen.push(decodeQuote(frame.value.payload));
  }
  return seen;
}

function datagramLength({ ip }: Datagram, input: Uint8Array): number {
  if (ip.version === 4) return ip.totalLength === 0 ? input.length : ip.totalLength;
  if (ip.payloadLength > 0) return 40 + ip.payloadLength;
  return ip.nextHeader === 59 ? 40 : input.length;
}

function expectSameBytes(what: string, written: Uint8Array, read: Uint8Array, length: number): void {
  if (written.length === length && written.every((byte, i) => byte === read[i])) return;
  throw new Error(`a ${what} was read and not written back as it was`);
}

/** Where a value differs from another; null where they are alike. A byte or number that was never there differs from all. */
export function difference(a: unknown, b: unknown, path = ''): string | null {
  if (typeof a === 'number') return Number.isFinite(a) && a === b ? null : path;
  if (a === undefined) return `${path} is undefined`;
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b ? null : path;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0 ? null : path;
  const [mine, others] = [Object.entries(a), Object.entries(b)];
  if (mine.length !== others.length) return path;
  for (const [key, value] of mine) {
    const found = difference(value, (b as Record<string, unknown>)[key], `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
