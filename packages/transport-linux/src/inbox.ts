import type { Instant, Listener, SendError } from '@hoplite/engine';
import type { Timespec } from './control-messages.js';

/** What happened, as it was read off the sockets; told when all of one drain was read. */
export type Happening =
  | {
      readonly kind: 'sent';
      readonly id: number;
      /** The kernel's stamp; null where it is missing. */
      readonly stamp: Timespec | null;
      /** By the process's clock, right before it was given to the kernel. */
      readonly at: Instant;
      readonly actual: Uint8Array | null;
      readonly unknown: readonly string[] | null;
    }
  | { readonly kind: 'failed'; readonly id: number; readonly at: Instant; readonly error: SendError }
  | {
      readonly kind: 'received';
      readonly datagram: Uint8Array;
      readonly stamp: Timespec | null;
      /** By the process's clock: when it was read, or an instant that is known better. */
      readonly at: Instant;
      readonly reconstructed: readonly string[] | null;
      readonly answers: number | null;
    };

interface Dated {
  readonly happening: Happening;
  readonly at: Instant;
}

/** Gathers what one drain reads from all sockets, so that it is told in the order in which it happened. */
export class Inbox {
  #happenings: Happening[] = [];
  #notices: { readonly code: string; readonly text: string }[] = [];

  add(happening: Happening): void {
    this.#happenings.push(happening);
  }

  notice(code: string, text: string): void {
    this.#notices.push({ code, text });
  }

  /** What is in it, in the order in which it was read. */
  get happenings(): readonly Happening[] {
    return this.#happenings;
  }

  /**
   * Tells all of it, until `isOpen` says that nobody listens any more: notices first, then by instant, and of one instant
   * what was sent before what was received. Instants are cut to between `least` and `most`.
   */
  tell(
    listener: Listener,
    instantOf: (stamp: Timespec) => Instant,
    [least, most]: readonly [Instant, Instant],
    isOpen: () => boolean,
  ): void {
    const notices = this.#notices;
    const dated = this.#happenings.map((happening): Dated => {
      const at = 'stamp' in happening && happening.stamp !== null ? instantOf(happening.stamp) : happening.at;
      return { happening, at: Math.min(Math.max(at, least), most) };
    });
    this.#notices = [];
    this.#happenings = [];
    for (const { code, text } of notices) if (isOpen()) listener.noticed(code, text);
    for (const each of dated.sort(inOrder)) if (isOpen()) tellOne(each, listener);
  }
}

function inOrder(a: Dated, b: Dated): number {
  return a.at - b.at || rank(a.happening) - rank(b.happening);
}

function rank({ kind }: Happening): number {
  return kind === 'received' ? 1 : 0;
}

function tellOne({ happening, at }: Dated, listener: Listener): void {
  switch (happening.kind) {
    case 'sent': {
      const { id, stamp, actual, unknown } = happening;
      listener.sent(id, at, actual ?? undefined, unknown ?? undefined, stamp === null ? 'process' : undefined);
      break;
    }
    case 'failed':
      listener.failed(happening.id, happening.error, at);
      break;
    case 'received': {
      const { datagram, reconstructed, answers } = happening;
      listener.received(datagram, at, reconstructed ?? undefined, answers ?? undefined);
      break;
    }
  }
}
