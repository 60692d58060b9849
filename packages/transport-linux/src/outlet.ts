import { fragmentIpv4 } from '@hoplite/codec';
import type { Environment } from './carrier.js';
import { Errno, Level, SocketOption, TRANSMIT_STAMPS } from './constants.js';
import { type ControlValue, encodeControl } from './control-messages.js';
import type { Departure } from './departure.js';
import { drainErrorQueue, type QueuedError } from './error-queue.js';
import { MOST_SENT_AT_ONCE, type OutgoingMessage } from './message-batch.js';
import type { Socket } from './socket.js';
import { StampCounter } from './stamps.js';
import { explainUnsent, findMtu } from './unsent.js';

/** A datagram as a socket sends it, and the probe that it is. */
export interface Leaving extends Omit<Departure, 'id' | 'at'>, Pick<OutgoingMessage, 'data' | 'name'> {
  /** Null for a fragment that is not the first: when that left, its probe did. */
  readonly id: number | null;
  readonly control: readonly ControlValue[];
}

/** `SCM_TS_OPT_ID` (Linux 6.13): the number that a datagram's stamp shall have. */
export const STAMP_NUMBER = 81;

/** So often an error number may turn out to be another probe's before it counts as this one's. */
const MOST_TRIES = 100;

/** How long it waits where the system has no more room for what was sent: in nanoseconds. */
const BACKOFF = 1e6;

/** The sending side of a socket: its probes, their stamps, and whose the errors are that its system calls return. */
export class Outlet {
  readonly #environment: Environment;
  readonly #socket: Socket;
  readonly #onError: (error: QueuedError) => void;
  readonly #counter = new StampCounter();
  /** What there was no room for, by what cancels that it is tried again. */
  readonly #postponed = new Map<() => void, readonly Leaving[]>();

  /** `onError` hears of the ICMP errors in the socket's queue. Throws `SystemError`. */
  constructor(environment: Environment, socket: Socket, onError: (error: QueuedError) => void) {
    this.#environment = environment;
    this.#socket = socket;
    this.#onError = onError;
    socket.set(Level.socket, SocketOption.timestamping, TRANSMIT_STAMPS);
  }

  /** Reads stamps and errors; returns how many of the latter there were. */
  drainErrors(): number {
    const { receiveBatch, stamps } = this.#environment;
    return drainErrorQueue(this.#socket, receiveBatch, stamps, this.#counter, this.#onError);
  }

  /**
   * Sends all of them. An error number belongs to a probe only if it comes again after the error queue was drained and
   * nothing was in it: until then it is the answer to another probe.
   */
  send(leaving: readonly Leaving[]): void {
    const { clock } = this.#environment;
    let tries = 0;
    let unexplained = 0;
    let most = MOST_SENT_AT_ONCE;
    for (let next = 0; next < leaving.length; ) {
      const at = clock.now();
      const sent = this.#sendSome(leaving, next, most);
      // An answer that is there already ends a system call, mostly the next ones too: it is not prepared in vain again.
      most = sent < most ? Math.max(1, sent) : Math.min(2 * most, MOST_SENT_AT_ONCE);
      for (const each of leaving.slice(next, next + Math.max(0, sent))) this.#expectStamp(each, at);
      if (sent > 0) {
        next += sent;
        tries = unexplained = 0;
        this.#environment.drain();
        continue;
      }
      const errno = -sent;
      if (errno === Errno.again) {
        this.#continueLater(leaving.slice(next));
        return;
      }
      if (takesNumber(errno)) this.#counter.take();
      const anothers = this.drainErrors() > 0 || errno === Errno.intr;
      // No answer comes as EPERM: it is this host's own filter, which may answer besides, and would do so twice.
      if (errno !== Errno.perm && tries++ < MOST_TRIES && (anothers || unexplained++ === 0)) continue;
      for (const each of leaving.slice(next, next + 1)) this.#giveUp(each, errno, at);
      next++;
      tries = unexplained = 0;
    }
  }

  /** Before its socket is: what there was no room for until now is not sent, since another socket may have the descriptor then. */
  close(): void {
    const { clock, inbox } = this.#environment;
    const error = { code: 'ECANCELED', message: 'the system had no room for it before its socket was closed' };
    for (const [cancel, rest] of this.#postponed) {
      cancel();
      for (const { id } of rest) if (id !== null) inbox.add({ kind: 'failed', id, at: clock.now(), error });
    }
    this.#postponed.clear();
  }

  /** Sends in fragments what is too long, where that is nobody else's business; what cannot be sent at all has failed. */
  #giveUp(leaving: Leaving, errno: number, at: number): void {
    const { libc, inbox } = this.#environment;
    const fragments = errno === Errno.messageSize ? this.#fragmentsOf(leaving) : [];
    if (fragments.length > 1) this.send(fragments);
    else if (leaving.id !== null) {
      inbox.add({ kind: 'failed', id: leaving.id, at, error: explainUnsent(libc, this.#socket, errno, leaving) });
    }
  }

  /** A system divides what it makes the headers of, not what is given to it as a whole datagram. */
  #fragmentsOf(leaving: Leaving): readonly Leaving[] {
    const { data, datagram, name } = leaving;
    const mtu = data === datagram ? findMtu(this.#environment.libc, this.#socket, name) : null;
    if (mtu === null) return [];
    return fragmentIpv4(datagram, mtu, anyIdentification()).map((piece, index) => ({
      ...leaving,
      data: piece,
      id: index === 0 ? leaving.id : null,
    }));
  }

  #sendSome(leaving: readonly Leaving[], from: number, most: number): number {
    const { ownStampNumbers, sendBatch } = this.#environment;
    // Which of several failed, and what number it took with it, nobody would know.
    const count = ownStampNumbers ? most : 1;
    const messages = leaving.slice(from, from + count).map(({ data, name, control }, index) => {
      const number: ControlValue = [Level.socket, STAMP_NUMBER, this.#counter.next + index];
      return { data, name, control: encodeControl(ownStampNumbers ? [...control, number] : control) };
    });
    return sendBatch.send(this.#socket.fd, messages);
  }

  #expectStamp({ id, datagram, actual, unknown }: Leaving, at: number): void {
    const number = this.#counter.take();
    if (id !== null) this.#environment.stamps.expect(this.#counter, number, { id, at, datagram, actual, unknown });
  }

  #continueLater(rest: readonly Leaving[]): void {
    const { clock } = this.#environment;
    const cancel = clock.wake(clock.now() + BACKOFF, () => {
      this.#postponed.delete(cancel);
      this.send(rest);
    });
    this.#postponed.set(cancel, rest);
  }
}

function anyIdentification(): number {
  return 1 + Math.floor(Math.random() * 0xffff);
}

/** Whether what failed so was numbered already: netfilter and queueing disciplines refuse it behind that. */
function takesNumber(errno: number): boolean {
  return errno === Errno.perm || errno === Errno.noBufs;
}
