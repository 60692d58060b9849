import { createGunzip, type Gunzip } from 'node:zlib';

/** What a call has unzipped. */
export interface Unzipped {
  readonly chunks: readonly Uint8Array[];
  /** Set where the bytes are not gzip (any more). */
  readonly error: Error | null;
}

/** A gunzip that answers each call with its own output. Bytes after the last gzip member are ignored, as gzip(1) does. */
export class Inflater {
  readonly #gunzip: Gunzip = createGunzip();
  #chunks: Uint8Array[] = [];
  #error: Error | null = null;
  #answer: () => void = () => {};

  constructor() {
    this.#gunzip.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
    this.#gunzip.on('error', (error) => {
      this.#error = error;
      this.#answer();
    });
    this.#gunzip.on('end', () => this.#answer());
  }

  feed(bytes: Uint8Array): Promise<Unzipped> {
    // zlib calls back neither after an error nor after bytes that follow the last member: then an event answers.
    return this.#answered(() => this.#gunzip.write(bytes, () => this.#answer()));
  }

  /** No more bytes will come; an error where the last member is cut short. */
  finish(): Promise<Unzipped> {
    return this.#answered(() => this.#gunzip.end());
  }

  close(): void {
    this.#gunzip.destroy();
  }

  #answered(act: () => void): Promise<Unzipped> {
    return new Promise((resolve) => {
      this.#answer = () => {
        resolve({ chunks: this.#chunks, error: this.#error });
        this.#chunks = [];
        this.#answer = () => {};
      };
      if (this.#error !== null || this.#gunzip.readableEnded) this.#answer();
      else act();
    });
  }
}
