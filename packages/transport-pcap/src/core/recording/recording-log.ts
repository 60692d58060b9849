import type { SendError } from '@hoplite/engine';
import { encodePcapngHeader, encodePcapngPacket, type PcapngFormat } from '../write-pcapng.js';
import { encodeEvent, RECORDING_INTERFACES, type RecordedEvent } from './recorded-event.js';

/** Where a recording is written to: a stream writer of the web is one. */
export interface RecordingWriter {
  /** Has taken the bytes when it returns or, where it returns a promise, when that is fulfilled. */
  write(bytes: Uint8Array): unknown;
  /** Ends the file. */
  close?(): unknown;
}

/** A writer that is this many bytes behind will not catch up. */
const MOST_UNWRITTEN = 0x100_0000;

/** Writes a recording, event by event, each a whole packet; after the first error nothing more. */
export class RecordingLog {
  /** Why it stopped. */
  fault: SendError | null = null;
  readonly #writer: RecordingWriter;
  readonly #format: PcapngFormat;
  readonly #origin: bigint;
  readonly #onFault: (fault: SendError) => void;
  readonly #unwritten = new Set<Promise<void>>();
  #unwrittenBytes = 0;
  #closed = false;

  constructor(
    writer: RecordingWriter,
    comment: readonly string[],
    origin: bigint,
    onFault: (fault: SendError) => void,
  ) {
    this.#writer = writer;
    this.#format = { comment, interfaces: RECORDING_INTERFACES };
    this.#origin = origin;
    this.#onFault = onFault;
  }

  begin(): void {
    this.#write(() => encodePcapngHeader(this.#format));
  }

  add(event: RecordedEvent): void {
    this.#write(() => encodePcapngPacket(this.#format, encodeEvent(event, this.#origin)));
  }

  /** Resolves when all is written. */
  async flush(): Promise<void> {
    await Promise.all(this.#unwritten);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.flush();
    try {
      await this.#writer.close?.();
    } catch (error) {
      this.#fail(error);
    }
  }

  #write(encode: () => Uint8Array): void {
    if (this.fault !== null || this.#closed) return;
    try {
      const bytes = encode();
      const written = this.#writer.write(bytes);
      if (written instanceof Promise) this.#await(written, bytes.length);
    } catch (error) {
      this.#fail(error);
    }
  }

  #await(written: Promise<unknown>, length: number): void {
    this.#unwrittenBytes += length;
    const done = written
      .catch((error: unknown) => this.#fail(error))
      .then(() => {
        this.#unwrittenBytes -= length;
        this.#unwritten.delete(done);
      });
    this.#unwritten.add(done);
    if (this.#unwrittenBytes > MOST_UNWRITTEN) {
      this.#fail(new Error(`the writer is ${this.#unwrittenBytes} bytes behind`));
    }
  }

  #fail(error: unknown): void {
    if (this.fault !== null) return;
    const reason = error instanceof Error ? error.message : String(error);
    this.fault = { code: 'RECORDING', message: `the recording cannot be written: ${reason}` };
    this.#onFault(this.fault);
  }
}
