import type { Instant } from '../instant.js';
import type { Listener, SendError, Transport } from '../transport.js';
import type { Core } from './core.js';

/** One list for all: every probe keeps the one that it is told. */
const NOTHING: readonly string[] = [];

/**
 * The one loop that joins the core with a clock and a transport. Whatever happens, it sends nothing at once: it asks the
 * clock to be woken when the core wants it, and the clock wakes it when all that had arrived by then was handed over.
 */
export class Drive implements Listener {
  readonly #core: Core;
  readonly #transport: Transport;
  readonly #onWake = (): void => this.#wake();
  #armed: { readonly at: Instant; readonly cancel: () => void } | null = null;
  #stopped = false;

  constructor(core: Core, transport: Transport) {
    this.#core = core;
    this.#transport = transport;
  }

  sent(
    id: number,
    at: Instant,
    actual?: Uint8Array,
    unknown: readonly string[] = NOTHING,
    sentBy?: 'process',
    frame?: number,
  ): void {
    this.#core.sent(id, at, actual ?? null, unknown, sentBy ?? null, frame ?? null);
    this.arm();
  }

  failed(id: number, error: SendError, at?: Instant): void {
    this.#core.failed(id, error, at ?? null);
    this.arm();
  }

  received(
    datagram: Uint8Array,
    at: Instant,
    reconstructed: readonly string[] = NOTHING,
    id?: number,
    frame?: number,
  ): void {
    this.#core.received(datagram, at, reconstructed, id ?? null, frame ?? null);
    this.arm();
  }

  noticed(code: string, text: string): void {
    this.#core.notice({ code, text });
  }

  broken(error: SendError): void {
    this.#core.interrupt({ outcome: 'failed', error }, this.#transport.clock.now());
  }

  /** Asks to be woken when the core next wants something. */
  arm(): void {
    if (this.#stopped) return;
    const at = this.#core.wakeAt();
    if (at === this.#armed?.at) return;
    this.#armed?.cancel();
    this.#armed = at === null ? null : { at, cancel: this.#transport.clock.wake(at, this.#onWake) };
  }

  stop(): void {
    this.#stopped = true;
    this.#armed?.cancel();
    this.#armed = null;
  }

  #wake(): void {
    this.#armed = null;
    const now = this.#transport.clock.now();
    this.#core.advance(now);
    const batch = [];
    for (let next = this.#core.turn(now); next !== null; next = this.#core.turn(now)) batch.push(next);
    if (batch.length > 0) this.#transport.send(batch);
    this.arm();
  }
}
