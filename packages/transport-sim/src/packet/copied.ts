/**
 * The bytes again, for a packet of their own. They stand in a block with those of others, for V8 makes an array of more
 * than 64 bytes in fifteen times the time that it takes for a part of one.
 */
export function copied(bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  if (length > LARGE) return new Uint8Array(bytes);
  if (used + length > BLOCK) {
    block = new ArrayBuffer(BLOCK);
    used = 0;
  }
  const copy = new Uint8Array(block, used, length);
  copy.set(bytes);
  used += length;
  return copy;
}

/** Small enough that who keeps one packet keeps little else. */
const BLOCK = 0x4000;
const LARGE = 0x800;
let block = new ArrayBuffer(BLOCK);
let used = 0;
