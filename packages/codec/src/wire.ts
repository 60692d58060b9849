import { unsigned } from './unsigned.js';

/** Big-endian numbers in bytes. A reader's caller has checked the length; a writer checks that the value fits its field. */

/** What every empty byte field is: most datagrams have several, and a view costs more than the rest of a small header. */
export const NO_BYTES: Uint8Array = new Uint8Array(0);

/** The bytes from `start` to `end`, not copied; a plain `Uint8Array` also where the input is a Node `Buffer`. */
export function view(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return start >= end ? NO_BYTES : new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}

export function readUint8(bytes: Uint8Array, offset: number): number {
  return bytes[offset] as number;
}

export function readUint16(bytes: Uint8Array, offset: number): number {
  return ((bytes[offset] as number) << 8) | (bytes[offset + 1] as number);
}

export function readUint24(bytes: Uint8Array, offset: number): number {
  return (readUint8(bytes, offset) << 16) | readUint16(bytes, offset + 1);
}

export function readUint32(bytes: Uint8Array, offset: number): number {
  return readUint16(bytes, offset) * 0x10000 + readUint16(bytes, offset + 2);
}

/** Throws `RangeError` naming `field`, as do the other writers. */
export function writeUint8(bytes: Uint8Array, offset: number, value: number, field: string): void {
  bytes[offset] = unsigned(field, value, 8);
}

export function writeUint16(bytes: Uint8Array, offset: number, value: number, field: string): void {
  unsigned(field, value, 16);
  bytes[offset] = value >> 8;
  bytes[offset + 1] = value;
}

export function writeUint24(bytes: Uint8Array, offset: number, value: number, field: string): void {
  unsigned(field, value, 24);
  bytes[offset] = value >> 16;
  bytes[offset + 1] = value >> 8;
  bytes[offset + 2] = value;
}

export function writeUint32(bytes: Uint8Array, offset: number, value: number, field: string): void {
  unsigned(field, value, 32);
  bytes[offset] = value >>> 24;
  bytes[offset + 1] = value >>> 16;
  bytes[offset + 2] = value >>> 8;
  bytes[offset + 3] = value;
}
