import { createGunzip, type Gunzip } from 'node:zlib';

/** What a call has unzipped. */
export interface Unzipped {
  readonly chunks: readonly Uint8Array[];
  /** Set where the bytes are not gzip, or no more; then `chunks` lacks what the call had unzipped before. */
  readonly error: Error | null;
}

/** A gunzip that answers each call with what that call unzipped. */
export class Inflater {
  readonly #gunzip: Gunzip = createGunzip();
  #chunks: Uint8Array[] = [];
  #error: Error | null = null;
  #ended = false;
  #answer: () => void = () => {};

  constructor() {
    this.#gunzip.on('data', (chunk: Uint8Array) => this.#chunks.push(chunk));
    this.#gunzip.on('error', (error) => this.#end(error));
    this.#gunzip.on('end', () => this.#end(null));
  }

  feed(bytes: Uint8Array): Promise<Unzipped> {
    // Node calls back neither after an error nor after what follows the last member: then an event answers.
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
      if (this.#ended) this.#answer();
      else act();
    });
  }

  #end(error: Error | null): void {
    this.#ended = true;
    this.#error = error;
    this.#answer();
  }
}
