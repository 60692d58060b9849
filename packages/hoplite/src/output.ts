import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Text is handed to the stream in pieces of this many characters, or when the program next waits for something. */
const CHUNK = 1 << 16;

/**
 * Text on its way to a stream, gathered so that a million lines are no million system calls, and yet on its way as soon
 * as the program waits for input: a trace found in a live capture is printed at once.
 */
export class Output {
  readonly #stream: Writable;
  readonly #ended = new AbortController();
  #text = '';
  #flushIsDue = false;
  #error: Error | null = null;
  #makeRoom: () => void = () => {};

  constructor(stream: Writable) {
    this.#stream = stream;
    // Node reports a closed pipe here, and on no write in particular.
    stream.on('error', this.#fail);
  }

  /** Aborted when nobody reads any more, or nothing can be written: there is no use in going on. */
  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  /** Calls back before anything goes out to a terminal: what else stands there must be gone by then. */
  beforeWrite(makeRoom: () => void): void {
    if ('isTTY' in this.#stream && this.#stream.isTTY) this.#makeRoom = makeRoom;
  }

  /** Returns a promise where the caller must wait because the reader is slower. */
  write(text: string): Promise<void> | undefined {
    this.#text += text;
    if (this.#text.length >= CHUNK) return this.#flush();
    if (!this.#flushIsDue) {
      this.#flushIsDue = true;
      setImmediate(() => {
        this.#flushIsDue = false;
        void this.#flush();
      });
    }
    return undefined;
  }

  /** Writes what is left and waits until it is out. Throws what kept it from being written, but for a closed pipe. */
  async end(): Promise<void> {
    void this.#flush();
    await new Promise<void>((done) => {
      this.#stream.write('', (error) => {
        // A file that failed is closed first, and until then says of a write only that it comes too late.
        if (error) this.#fail(this.#stream.errored ?? error);
        done();
      });
    });
    if (this.#error !== null) throw this.#error;
  }

  #flush(): Promise<void> | undefined {
    const text = this.#text;
    this.#text = '';
    if (text === '' || this.#ended.signal.aborted) return undefined;
    this.#makeRoom();
    if (this.#stream.write(text)) return undefined;
    return once(this.#stream, 'drain', { signal: this.#ended.signal }).then(ignore, ignore);
  }

  readonly #fail = (error: NodeJS.ErrnoException): void => {
    if (this.#ended.signal.aborted) return;
    if (error.code !== 'EPIPE') this.#error = error;
    this.#ended.abort();
  };
}

function ignore(): void {}
