/** The checksum of a gzip file's contents (RFC 1952, section 8), of pieces of them one after another; 0 for none. */
export function crc32(piece: Uint8Array, before: number): number {
  const { length } = piece;
  const words = length & ~3;
  let sum = ~before;
  let at = 0;
  // Four bytes a turn, each by the table of its place: byte by byte it takes three times as long.
  while (at < words) {
    sum ^= byte(piece, at) | (byte(piece, at + 1) << 8) | (byte(piece, at + 2) << 16) | (byte(piece, at + 3) << 24);
    sum = entry(3, sum & 0xff) ^ entry(2, (sum >>> 8) & 0xff) ^ entry(1, (sum >>> 16) & 0xff) ^ entry(0, sum >>> 24);
    at += 4;
  }
  for (; at < length; at += 1) sum = (sum >>> 8) ^ entry(0, (sum ^ byte(piece, at)) & 0xff);
  return ~sum >>> 0;
}

const byte = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

const POLYNOMIAL = 0xedb88320;

/** Table after table: what a byte becomes that has none, one, two or three others behind it. */
const tables: Int32Array = new Int32Array(4 * 256);
for (let value = 0; value < 256; value += 1) {
  let sum = value;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ POLYNOMIAL : sum >>> 1;
  tables[value] = sum;
}
for (let index = 256; index < tables.length; index += 1) {
  const before = tables[index - 256] ?? 0;
  tables[index] = (before >>> 8) ^ (tables[before & 0xff] ?? 0);
}

const entry = (table: number, value: number): number => tables[256 * table + value] ?? 0;
