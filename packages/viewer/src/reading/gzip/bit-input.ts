/** A symbol, its extra bits and its distance take no more bytes. */
const LONGEST_SYMBOL = 8;

/**
 * The bits of a file that comes in chunks, those of a byte from the lowest on. Behind the last chunk there are zeros: so many
 * can be read at any time, and `isPast` tells that too many were.
 */
export class BitInput {
  bytes: Uint8Array = new Uint8Array(0);
  /** The next of the bytes. */
  at = 0;
  /** How many of them are of the file. */
  end = 0;
  /** Bits that were taken of the bytes and are next; `held` says how many. */
  hold = 0;
  held = 0;
  isLast = false;

  append(chunk: Uint8Array): void {
    this.#set(chunk);
    this.end = this.bytes.length;
  }

  /** There is no other chunk. */
  finish(): void {
    this.#set(new Uint8Array(2 * LONGEST_SYMBOL));
    this.end = this.bytes.length - 2 * LONGEST_SYMBOL;
    this.isLast = true;
  }

  /** Whether so many bytes are there, or all that there will be. */
  has(count: number): boolean {
    return this.isLast || this.end - this.at >= count;
  }

  /** Whether more was read than the file has. */
  get isPast(): boolean {
    return this.at - (this.held >> 3) > this.end;
  }

  /** The next bits as a number, 16 at the most. */
  bits(count: number): number {
    const bits = this.peek(count);
    this.hold >>>= count;
    this.held -= count;
    return bits;
  }

  /** The same, which are the next again. */
  peek(count: number): number {
    for (; this.held < count; this.held += 8) this.hold |= (this.bytes[this.at++] ?? 0) << this.held;
    return this.hold & ((1 << count) - 1);
  }

  /** Goes on with the next whole byte. */
  align(): void {
    this.at -= this.held >> 3;
    this.hold = 0;
    this.held = 0;
  }

  #set(chunk: Uint8Array): void {
    // Those held may be wanted again, as whole bytes.
    const held = this.held >> 3;
    const rest = this.bytes.subarray(this.at - held, this.end);
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    this.bytes = bytes;
    this.at = held;
  }
}
