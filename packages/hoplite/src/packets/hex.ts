/** `0x0003`, `0xbeef`. */
export function hex16(value: number): string {
  return `0x${(0x10000 + value).toString(16).slice(1)}`;
}

/** The bytes in lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  let hex = '';
  for (const byte of bytes) hex += byteTexts[byte];
  return hex;
}

/** Sixteen bytes a line, behind their offset, as tcpdump -X shows them: `0x0000:  4500 0044 ...  E..D`. */
export function hexDump(bytes: Uint8Array): string {
  let dump = '';
  for (let offset = 0; offset < bytes.length; offset += 16) {
    const line = bytes.subarray(offset, offset + 16);
    const groups = hexOf(line).replace(/.{4}(?=.)/g, '$& ');
    const letters = Array.from(line, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.'));
    dump += `${hex16(offset)}:  ${groups.padEnd(39)}  ${letters.join('')}\n`;
  }
  return dump;
}

const byteTexts: readonly string[] = Array.from({ length: 0x100 }, (_, byte) => byte.toString(16).padStart(2, '0'));
