import type { TraceResult } from '../result.js';
import type { TraceEvent } from './events.js';

/**
 * A trace that runs. `for await` gives its events from the first on, each loop all of them, and the last is `end`; they
 * wait for a slow reader, who slows nothing, and leaving the loop ends nothing.
 */
export class Trace implements AsyncIterable<TraceEvent> {
  /** Counted from 1 over all of its engine. */
  readonly id: number;
  /** The `name` that it was asked for by; else the address. */
  readonly target: string;
  /** All that was learned, whatever the outcome. Never rejects. */
  readonly result: Promise<TraceResult>;
  readonly #events: TraceEvent[] = [];
  #abort: () => void;
  #waiting: (() => void)[] = [];
  #settle: (result: TraceResult) => void = () => {};

  constructor(id: number, target: string, abort: () => void) {
    this.id = id;
    this.target = target;
    this.#abort = abort;
    this.result = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  /** Ends it with outcome `aborted`. */
  abort(): void {
    this.#abort();
  }

  /** Every event from the first on, as it happens, to `end`; for each loop anew. */
  async *[Symbol.asyncIterator](): AsyncGenerator<TraceEvent, void, undefined> {
    for (let next = 0; ; next++) {
      while (next >= this.#events.length) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      const event = this.#events[next];
      if (event === undefined) return;
      yield event;
      if (event.event === 'end') return;
    }
  }

  /** For its engine alone: what happened. @internal */
  push(events: readonly TraceEvent[]): void {
    this.#events.push(...events);
    const last = events.at(-1);
    if (last?.event === 'end') {
      this.#settle(last.result);
      // Whoever keeps a trace that ended keeps its events, not all that its engine knows.
      this.#abort = () => {};
    }
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
