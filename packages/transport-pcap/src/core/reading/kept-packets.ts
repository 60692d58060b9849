import type { CapturePacket } from '@hoplite/engine';
import { ownPacket } from '../packets-of.js';

/** What a packet takes besides its bytes, and with what is made of it. */
const BESIDES = 2048;

/** Packets that come from the beginning once more, whatever was taken of them ahead. */
export class KeptPackets implements AsyncDisposable {
  /** Those taken so far. */
  readonly kept: CapturePacket[] = [];
  /** Bytes that they take, about. */
  size = 0;
  readonly #packets: AsyncIterator<CapturePacket> | Iterator<CapturePacket>;
  #fault: { readonly error: unknown } | null = null;

  constructor(packets: AsyncIterable<CapturePacket> | Iterable<CapturePacket>) {
    this.#packets = Symbol.asyncIterator in packets ? packets[Symbol.asyncIterator]() : packets[Symbol.iterator]();
  }

  /** The next one; null at the end, and where its source threw. */
  async take(): Promise<CapturePacket | null> {
    const packet = await this.#next();
    if (packet === null) return null;
    const own = ownPacket(packet);
    this.kept.push(own);
    this.size += own.frame.length + BESIDES;
    return own;
  }

  /** Those taken, then the others, which are not kept; then throws what the source threw. */
  async *all(): AsyncGenerator<CapturePacket, void, undefined> {
    yield* this.kept;
    this.kept.length = 0;
    for (let packet = await this.#next(); packet !== null; packet = await this.#next()) yield packet;
    this.throwFault();
  }

  throwFault(): void {
    if (this.#fault !== null) throw this.#fault.error;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#packets.return?.();
  }

  async #next(): Promise<CapturePacket | null> {
    if (this.#fault !== null) return null;
    try {
      const next = await this.#packets.next();
      return next.done === true ? null : next.value;
    } catch (error) {
      this.#fault = { error };
      return null;
    }
  }
}
