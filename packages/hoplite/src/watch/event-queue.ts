/** Events on their way to who iterates over them: kept until they are read. */
export class EventQueue<T> {
  readonly #events: T[] = [];
  #closed = false;
  #error: unknown = null;
  #changed: () => void = () => {};

  get size(): number {
    return this.#events.length;
  }

  push(...events: readonly T[]): void {
    this.#events.push(...events);
    this.#changed();
  }

  /** No more will come. What was pushed can still be read; then an error, if one is given, is thrown. */
  close(error: unknown = null): void {
    this.#closed = true;
    this.#error ??= error;
    this.#changed();
  }

  /** The next event; null when there will be none. One reader at a time. */
  async shift(): Promise<T | null> {
    for (;;) {
      const event = this.#events.shift();
      if (event !== undefined) return event;
      if (this.#closed && this.#error !== null) throw this.#error;
      if (this.#closed) return null;
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
  }
}
