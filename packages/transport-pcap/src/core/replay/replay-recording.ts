import type { Address } from '@hoplite/codec';
import {
  type Capabilities,
  Heap,
  type Listener,
  type Outgoing,
  type SendError,
  type Timestamps,
  type VirtualClock,
} from '@hoplite/engine';
import type { RecordingHeader } from '../recording/about.js';
import type { RecordedEvent } from '../recording/recorded-event.js';
import { arrangeMoments, type Moment, type Moments, probeQuestion, type Question } from './moments.js';
import { ReplayPort } from './replay-port.js';
import type { Interrupt, ReplayTransport } from './replay-transport.js';
import { unrecorded, unrecordedDestination } from './unrecorded.js';

/** The replay of a recording. */
export interface RecordingReplay extends ReplayTransport {
  /** The frames that it told of so far, where its events name theirs. */
  readonly told: ReadonlySet<number>;
}

/** A recording of ours as a transport: to the same questions it says the same at the same instants. */
export function replayRecording(
  recording: RecordingHeader,
  events: readonly RecordedEvent[],
  clock: VirtualClock,
): RecordingReplay {
  return new Replay(recording, arrangeMoments(events), clock);
}

/** A moment whose question was put, and what is then done. */
interface Due {
  readonly moment: Moment;
  readonly tell: (listener: Listener) => void;
}

class Replay implements RecordingReplay {
  readonly name: string;
  readonly clock: VirtualClock;
  readonly timestamps: Timestamps;
  readonly capabilities: Capabilities;
  readonly recording: RecordingHeader;
  readonly told = new Set<number>();
  readonly #port: ReplayPort;
  readonly #moments: Moments;
  readonly #due = new Heap<Due>((a, b) => isBefore(a.moment, b.moment));
  /** The ids of this replay by those of the recording. */
  readonly #ids = new Map<number, number>();
  readonly #lastSources = new Map<Address, Address | SendError>();
  #interrupt: Interrupt = () => {};
  #armed: { readonly at: number; readonly cancel: () => void } | null = null;

  constructor(recording: RecordingHeader, moments: Moments, clock: VirtualClock) {
    this.name = recording.transport;
    this.timestamps = recording.timestamps;
    this.capabilities = recording.capabilities;
    this.recording = recording;
    this.clock = clock;
    this.#port = new ReplayPort(clock);
    this.#moments = moments;
  }

  onInterruption(interrupt: Interrupt): void {
    this.#interrupt = interrupt;
  }

  async open(listener: Listener): Promise<void> {
    this.#port.open(listener);
    for (const moment of this.#moments.unasked) this.#tellLater(moment, (heard) => this.#tellArrival(moment, heard));
    const opened = this.#take('open');
    if (opened === undefined) return;
    await this.#reach(opened);
    if (opened.event.kind === 'opened' && opened.event.error !== null) throw asError(opened.event.error);
  }

  send(batch: readonly Outgoing[]): void {
    this.#port.checkOpen();
    for (const { id, datagram } of batch) {
      const moment = this.#take(probeQuestion(datagram));
      // The recorded run may have had no time to ask this before it ended: what else comes may end this one too.
      if (moment === undefined)
        this.#port.whenIdle((listener) => listener.failed(id, unrecorded(datagram, 'recording')));
      else this.#tellLater(moment, (listener) => this.#tellFate(moment, id, listener));
    }
  }

  /** What was answered the last time stands for every further time. */
  async sourceFor(destination: Address): Promise<Address> {
    const moment = this.#take(`source ${destination}`);
    if (moment?.event.kind === 'source') {
      await this.#reach(moment);
      this.#lastSources.set(destination, moment.event.answer);
    }
    const answer = this.#lastSources.get(destination) ?? unrecordedDestination(destination);
    if (typeof answer === 'string') return answer;
    throw asError(answer);
  }

  async close(): Promise<void> {
    this.#port.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#port.close();
  }

  /** The next answer to a question. */
  #take(question: Question): Moment | undefined {
    return this.#moments.answers.get(question)?.shift();
  }

  /** Resolves at a moment's instant. */
  #reach(moment: Moment): Promise<void> | undefined {
    if (moment.instant <= this.clock.now()) return undefined;
    return new Promise((resolve) => this.#tellLater(moment, () => resolve()));
  }

  #tellFate({ event, dependents }: Moment, id: number, listener: Listener): void {
    if (event.kind === 'failed') listener.failed(id, event.error, event.at);
    if (event.kind !== 'sent') return;
    this.#ids.set(event.id, id);
    const { at, actual, unknown, sentBy, frame } = event;
    listener.sent(id, at, actual ?? undefined, unknown ?? undefined, sentBy ?? undefined, frame);
    for (const moment of dependents) this.#tellLater(moment, (heard) => this.#tellArrival(moment, heard));
  }

  #tellArrival({ event }: Moment, listener: Listener): void {
    if (event.kind === 'noticed') listener.noticed(event.code, event.text);
    if (event.kind === 'broken') listener.broken(event.error);
    if (event.kind === 'interrupted') this.#interrupt(event.trace, event.outcome);
    if (event.kind !== 'received') return;
    const id = event.id === null ? undefined : this.#ids.get(event.id);
    listener.received(event.datagram, event.at, event.reconstructed ?? undefined, id, event.frame);
  }

  #tellLater(moment: Moment, tell: Due['tell']): void {
    this.#due.push({ moment, tell });
    this.#arm();
  }

  #arm(): void {
    const first = this.#due.peek();
    if (first === undefined) return;
    const at = Math.max(first.moment.instant, this.clock.now());
    if (this.#armed !== null && this.#armed.at <= at) return;
    this.#armed?.cancel();
    this.#armed = { at, cancel: this.#port.at(at, (listener) => this.#tellDue(listener, false)) };
  }

  /** In a live run a probe left after the deadlines of its instant, though here it was asked for before them. */
  #tellDue(listener: Listener, deadlinesPassed: boolean): void {
    this.#armed = null;
    const now = this.clock.now();
    const tellsAll = deadlinesPassed || this.timestamps === 'virtual';
    for (let due = this.#due.peek(); due !== undefined && due.moment.instant <= now; due = this.#due.peek()) {
      if (!tellsAll && due.moment.afterTurn && due.moment.instant === now) {
        this.#armed = { at: now, cancel: this.#port.afterWakes((heard) => this.#tellDue(heard, true)) };
        return;
      }
      this.#due.pop();
      const { frame } = due.moment.event;
      if (frame !== undefined) this.told.add(frame);
      due.tell(listener);
    }
    this.#arm();
  }
}

/** Of one instant in the order of the recording. */
function isBefore(a: Moment, b: Moment): boolean {
  return a.instant === b.instant ? a.order < b.order : a.instant < b.instant;
}

function asError({ code, message }: SendError): Error & SendError {
  return Object.assign(new Error(message), { code });
}
