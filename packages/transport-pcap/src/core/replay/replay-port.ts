import type { Instant, Listener, VirtualClock } from '@hoplite/engine';

/** The side of a replay that its listener is on: opened once, silent after it was closed. */
export class ReplayPort {
  readonly clock: VirtualClock;
  readonly #coming = new Set<() => void>();
  #listener: Listener | null = null;
  #state: 'new' | 'open' | 'closed' = 'new';

  constructor(clock: VirtualClock) {
    this.clock = clock;
  }

  open(listener: Listener): void {
    if (this.#state !== 'new') throw new Error('a transport is opened once');
    this.#state = 'open';
    this.#listener = listener;
  }

  /** Throws where nothing can be sent. */
  checkOpen(): void {
    if (this.#state !== 'open') throw new Error('the transport is not open');
  }

  /** Does at an instant, before what is woken at it, what the listener then hears. Returns what cancels it. */
  at(instant: Instant, tell: (listener: Listener) => void): () => void {
    return this.#keep((callback) => this.clock.arrive(instant, callback), tell);
  }

  /** Does it at the instant that it is, after what is woken at it. */
  afterWakes(tell: (listener: Listener) => void): () => void {
    return this.#keep((callback) => this.clock.wake(this.clock.now(), callback), tell);
  }

  /** The same when nothing else is due any more. */
  whenIdle(tell: (listener: Listener) => void): void {
    this.#keep((callback) => this.clock.idle(callback), tell);
  }

  #keep(schedule: (callback: () => void) => () => void, tell: (listener: Listener) => void): () => void {
    const cancel = schedule(() => {
      this.#coming.delete(forget);
      if (this.#listener !== null) tell(this.#listener);
    });
    const forget = (): void => {
      this.#coming.delete(forget);
      cancel();
    };
    this.#coming.add(forget);
    return forget;
  }

  close(): void {
    this.#state = 'closed';
    this.#listener = null;
    for (const cancel of this.#coming) cancel();
    this.#coming.clear();
  }
}
