import type { Address } from '@hoplite/codec';
import type { Capabilities, Instant, Listener, Outgoing, SendError, Timestamps, Transport } from '@hoplite/engine';
import { describeRecording, type RecordingAbout } from './about.js';
import { RecordingLog, type RecordingWriter } from './recording-log.js';

/**
 * A transport that does what `transport` does and writes all of it as a pcapng capture: every datagram with its instant
 * in nanoseconds, and what else crossed the port. `replay` makes a transport of it again.
 *
 * What the listener hears is unchanged, but that it always hears when a datagram failed. Every event is a whole packet, so
 * that what was written is a whole capture at any time. `open` rejects where the file cannot be begun. Where writing fails
 * later, or falls 16 MiB behind, the listener hears `broken` with the code `RECORDING`, and what is then given to `send`
 * fails with it: nothing goes unrecorded. `close` ends the file too, and rejects where that fails. Throws `RangeError` where
 * a comment is over 65535 bytes.
 */
export function record<T extends Transport>(
  transport: T,
  writer: RecordingWriter,
  about: RecordingAbout = {},
): Transport & Pick<T, 'clock'> {
  return new RecordingTransport(transport, writer, about);
}

class RecordingTransport<T extends Transport> implements Transport {
  readonly name: string;
  readonly clock: T['clock'];
  readonly timestamps: Timestamps;
  readonly capabilities: Capabilities;
  readonly #inner: T;
  readonly #log: RecordingLog;
  /** What was given to be sent and was not heard of yet. */
  readonly #asked = new Map<number, Uint8Array>();
  #listener: Listener | null = null;
  #wasOpened = false;
  #closed: Promise<void> | null = null;

  constructor(inner: T, writer: RecordingWriter, about: RecordingAbout) {
    this.name = inner.name;
    this.clock = inner.clock;
    this.timestamps = inner.timestamps;
    this.capabilities = inner.capabilities;
    this.#inner = inner;
    const comment = describeRecording(inner, about);
    this.#log = new RecordingLog(writer, comment, inner.clock.origin, (fault) => this.#listener?.broken(fault));
  }

  async open(listener: Listener): Promise<void> {
    if (this.#wasOpened) throw new Error('a transport is opened once');
    this.#wasOpened = true;
    this.#log.begin();
    await this.#log.flush();
    this.#throwFault();
    this.#listener = listener;
    try {
      await this.#inner.open(this.#recording(listener));
      this.#log.add({ kind: 'opened', at: this.clock.now(), error: null });
    } catch (error) {
      this.#log.add({ kind: 'opened', at: this.clock.now(), error: asSendError(error) });
      throw error;
    }
  }

  send(batch: readonly Outgoing[]): void {
    const { fault } = this.#log;
    if (fault !== null) {
      // Nobody hears of a datagram while giving it to be sent.
      void Promise.resolve().then(() => this.#failAll(batch, fault));
      return;
    }
    for (const { id, datagram } of batch) this.#asked.set(id, datagram);
    this.#inner.send(batch);
  }

  async sourceFor(destination: Address, by?: string): Promise<Address> {
    try {
      const source = await this.#inner.sourceFor(destination, by);
      this.#log.add({ kind: 'source', at: this.clock.now(), destination, answer: source });
      return source;
    } catch (error) {
      this.#log.add({ kind: 'source', at: this.clock.now(), destination, answer: asSendError(error) });
      throw error;
    }
  }

  interrupted(trace: number, outcome: 'aborted' | 'shutdown', at: Instant): void {
    this.#log.add({ kind: 'interrupted', at, trace, outcome });
    this.#inner.interrupted?.(trace, outcome, at);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Its own fault it told before; what fails from here on nobody else would hear. */
  async #close(): Promise<void> {
    const told = this.#log.fault !== null;
    const wasOpen = this.#listener !== null;
    this.#listener = null;
    if (wasOpen) this.#log.add({ kind: 'closed', at: this.clock.now() });
    await this.#inner.close();
    await this.#log.close();
    if (!told) this.#throwFault();
  }

  #throwFault(): void {
    const { fault } = this.#log;
    if (fault !== null) throw Object.assign(new Error(fault.message), { code: fault.code });
  }

  #failAll(batch: readonly Outgoing[], fault: SendError): void {
    for (const { id } of batch) this.#listener?.failed(id, fault);
  }

  #recording(listener: Listener): Listener {
    const log = this.#log;
    // Each is written before it is told: what nobody may hear any more, since the trace it ends is over, still has to fail.
    return {
      sent: (id, at, actual, unknown, sentBy, frame) => {
        const asked = this.#take(id);
        const said = { actual: actual ?? null, unknown: unknown ?? null, sentBy: sentBy ?? null };
        if (asked !== undefined) log.add({ kind: 'sent', at, id, asked, ...said });
        listener.sent(id, at, actual, unknown, sentBy, frame);
      },
      failed: (id, error, at = this.clock.now()) => {
        const asked = this.#take(id);
        if (asked !== undefined) log.add({ kind: 'failed', at, id, asked, error });
        listener.failed(id, error, at);
      },
      received: (datagram, at, reconstructed, id, frame) => {
        log.add({ kind: 'received', at, datagram, reconstructed: reconstructed ?? null, id: id ?? null });
        listener.received(datagram, at, reconstructed, id, frame);
      },
      noticed: (code, text) => {
        log.add({ kind: 'noticed', at: this.clock.now(), code, text });
        listener.noticed(code, text);
      },
      broken: (error) => {
        log.add({ kind: 'broken', at: this.clock.now(), error });
        listener.broken(error);
      },
    };
  }

  /** What was given to be sent; undefined where the transport tells what it was not asked, or twice. */
  #take(id: number): Uint8Array | undefined {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    return asked;
  }
}

function asSendError(error: unknown): SendError {
  const message = error instanceof Error ? error.message : String(error);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'FAILED';
  return { code, message };
}
