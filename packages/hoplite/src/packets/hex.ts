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

const byteTexts: readonly string[] = Array.from({ length: 0x100 }, (_, byte) => byte.toString(16).padStart(2, '0'));
