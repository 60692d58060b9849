/** Remembers values, each for as long as it was told, and no more of them than its capacity: those that were used last. */
export class Memory<Key, Value> {
  readonly #capacity: number;
  readonly #now: () => number;
  /** A Map keeps the order of insertion: the first was used least lately. */
  readonly #entries = new Map<Key, { readonly value: Value; readonly until: number }>();

  /** `now` gives milliseconds. */
  constructor(capacity: number, now: () => number) {
    this.#capacity = capacity;
    this.#now = now;
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    if (entry === undefined || this.#now() >= entry.until) return undefined;
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** Remembers it for so many milliseconds. */
  set(key: Key, value: Value, lifetime: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, until: this.#now() + lifetime });
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size <= this.#capacity) return;
      this.#entries.delete(oldest);
    }
  }
}
