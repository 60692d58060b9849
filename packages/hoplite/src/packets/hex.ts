/** `0x0003`, `0xbeef`. */
export function hex16(value: number): string {
  return `0x${(0x10000 + value).toString(16).slice(1)}`;
}

/** The bytes in lower-case hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
