/** How far back a distance reaches (RFC 1951, section 2). */
const WINDOW = 0x8000;
const LONGEST_MATCH = 258;

/** From so many bytes on there is room for no other symbol. */
export const FULL: number = 3 * WINDOW;

/** What was unzipped: the new, and before it as much of the old as a distance may reach back to. */
export class Output {
  readonly bytes: Uint8Array = new Uint8Array(FULL + LONGEST_MATCH);
  /** Where the next byte goes; so many bytes back there is something. */
  at = 0;
  #told = 0;

  /** What is new, and makes room. */
  take(): Uint8Array {
    const { bytes, at } = this;
    const taken = bytes.slice(this.#told, at);
    if (at > WINDOW) {
      bytes.copyWithin(0, at - WINDOW, at);
      this.at = WINDOW;
    }
    this.#told = this.at;
    return taken;
  }
}
