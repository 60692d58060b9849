import { concatenate } from './concatenate.js';

/**
 * The bytes of a file that comes in chunks, read from the front. What is asked for is made contiguous: a chunk is copied
 * only as far as a record reaches over its border, and is not looked at again once `has` was false.
 */
export class ByteQueue {
  /** Where the next byte lies in the file. */
  offset: number;
  #window: Uint8Array = new Uint8Array(0);
  #view: DataView = viewOf(this.#window);
  #position = 0;
  #end = 0;
  /** The part of the last chunk that the window does not show. */
  #rest: Uint8Array = this.#window;
  /** The window's memory where it was joined from several chunks; grows with what has come, not with what is claimed. */
  #joined: Uint8Array = new Uint8Array(2048);

  constructor(offset = 0) {
    this.offset = offset;
  }

  append(chunk: Uint8Array): void {
    // Views of a plain array: the slice of a Buffer is no copy.
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#rest = this.#rest.length === 0 ? bytes : concatenate(this.#rest, bytes);
  }

  /** Whether `count` bytes are there; if so, they are contiguous now. */
  has(count: number): boolean {
    if (this.contiguous >= count) return true;
    if (this.contiguous === 0) {
      this.#show(this.#rest, this.#rest.length);
      this.#rest = this.#rest.subarray(this.#rest.length);
    }
    if (this.contiguous < count) this.#join(count);
    return this.contiguous >= count;
  }

  /** How many bytes can be read without another `has`. */
  get contiguous(): number {
    return this.#end - this.#position;
  }

  get isEmpty(): boolean {
    return this.contiguous === 0 && this.#rest.length === 0;
  }

  /** The number `index` bytes from the front. */
  uint8(index: number): number {
    return this.#view.getUint8(this.#position + index);
  }

  uint16(index: number, littleEndian: boolean): number {
    return this.#view.getUint16(this.#position + index, littleEndian);
  }

  uint32(index: number, littleEndian: boolean): number {
    return this.#view.getUint32(this.#position + index, littleEndian);
  }

  int64(index: number, littleEndian: boolean): bigint {
    return this.#view.getBigInt64(this.#position + index, littleEndian);
  }

  /** A view of `length` bytes, `index` from the front: good until the next `has`. */
  bytes(index: number, length: number): Uint8Array {
    const start = this.#position + index;
    return this.#window.subarray(start, start + length);
  }

  /** Drops `count` bytes from the front, or as many as there are; returns how many. */
  skip(count: number): number {
    const fromWindow = Math.min(count, this.contiguous);
    const fromRest = Math.min(count - fromWindow, this.#rest.length);
    this.#position += fromWindow;
    if (fromRest > 0) this.#rest = this.#rest.subarray(fromRest);
    this.offset += fromWindow + fromRest;
    return fromWindow + fromRest;
  }

  #show(window: Uint8Array, end: number): void {
    if (window !== this.#window) this.#view = viewOf(window);
    this.#window = window;
    this.#position = 0;
    this.#end = end;
  }

  /** Puts the unread bytes, and what of the rest makes them `count`, one after the other. */
  #join(count: number): void {
    const unread = this.contiguous;
    const taken = this.#rest.subarray(0, count - unread);
    const target = this.#room(unread + taken.length);
    if (this.#window !== target || this.#position > 0) target.set(this.bytes(0, unread));
    target.set(taken, unread);
    this.#joined = target;
    this.#rest = this.#rest.subarray(taken.length);
    this.#show(target, unread + taken.length);
  }

  /** Doubles, so that a record in one-byte chunks is not copied for every byte. */
  #room(length: number): Uint8Array {
    return length <= this.#joined.length ? this.#joined : new Uint8Array(Math.max(length, 2 * this.#joined.length));
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
