import { type Address, decodeDatagram, decodeQuote } from '@hoplite/codec';
import { type Header, type Instant, Matcher, type Reply, readReply, type SentProbe } from '@hoplite/engine';
import type { RecordedEvent } from '../recording/recorded-event.js';
import { headerOf } from './unrecorded.js';

/** An event of a recording at its place in the replay. */
export interface Moment {
  /** Its place in the recording. */
  readonly order: number;
  readonly event: RecordedEvent;
  /** When it is told. */
  readonly instant: Instant;
  /** Whether a probe left or failed at that instant before it, or is what it tells of: by then its deadlines had passed. */
  readonly afterTurn: boolean;
  /** What cannot have happened without it. */
  readonly dependents: Moment[];
}

/** What a user of the recorded transport did, and the replay's user must do first. */
export type Question = 'open' | `source ${Address}` | `probe ${string}`;

export interface Moments {
  /** The answers to each question, in the order in which it was put. */
  readonly answers: ReadonlyMap<Question, Moment[]>;
  /** What happened of itself, before any question. */
  readonly unasked: readonly Moment[];
}

/**
 * Finds out what of a recording waits for what: the fate of a datagram for that it is sent, and what was received for the
 * probe that it answers, or the last one sent before it where it answers none.
 */
export function arrangeMoments(events: readonly RecordedEvent[]): Moments {
  const answers = new Map<Question, Moment[]>();
  const unasked: Moment[] = [];
  const causes = new Causes();
  let lastTurn = Number.NEGATIVE_INFINITY;
  const instants = instantsOf(events);
  for (const [order, event] of events.entries()) {
    const instant = instants[order] ?? event.at;
    if (event.kind === 'sent' || event.kind === 'failed') lastTurn = instant;
    const moment: Moment = { order, event, instant, afterTurn: lastTurn === instant, dependents: [] };
    const question = questionOf(event);
    if (question === null) (causes.of(event)?.dependents ?? unasked).push(moment);
    else {
      const others = answers.get(question);
      if (others === undefined) answers.set(question, [moment]);
      else others.push(moment);
    }
    causes.add(moment);
  }
  return { answers, unasked };
}

/**
 * When each is told: at its own instant, but never before what was recorded before it. What was asked for apart from
 * probes holds nothing up. A notice has the instant at which it was read, when the datagrams told after it had long come and
 * gone: it is told before the next of them.
 */
function instantsOf(events: readonly RecordedEvent[]): readonly Instant[] {
  const instants = events.map(({ at }) => at);
  let next = Number.POSITIVE_INFINITY;
  for (let index = events.length - 1; index >= 0; index--) {
    const at = instants[index] ?? next;
    switch (events[index]?.kind) {
      case 'sent':
      case 'failed':
      case 'received':
        next = Math.min(next, at);
        break;
      case 'noticed':
        instants[index] = Math.min(next, at);
    }
  }
  let last = Number.NEGATIVE_INFINITY;
  return instants.map((at, index) => {
    const kind = events[index]?.kind;
    if (kind === 'opened' || kind === 'source') return at;
    last = Math.max(last, at);
    return last;
  });
}

export function probeQuestion(datagram: Uint8Array): Question {
  return `probe ${String.fromCharCode(...datagram)}`;
}

function questionOf(event: RecordedEvent): Question | null {
  switch (event.kind) {
    case 'opened':
      return 'open';
    case 'source':
      return `source ${event.destination}`;
    case 'sent':
    case 'failed':
      return probeQuestion(event.asked);
    default:
      return null;
  }
}

interface RecordedProbe extends SentProbe {
  readonly moment: Moment;
  answeredWith: Reply | null;
}

/** Which of the probes sent so far something recorded is due to. */
class Causes {
  readonly #matcher = new Matcher<RecordedProbe>();
  readonly #byId = new Map<number, Moment>();
  #last: Moment | null = null;

  add(moment: Moment): void {
    const { event } = moment;
    if (event.kind !== 'sent') return;
    this.#last = moment;
    this.#byId.set(event.id, moment);
    const header: Header | null = headerOf(event.actual ?? event.asked);
    if (header === null) return;
    this.#matcher.add({ header, sentAt: event.at, identifiers: [], answeredWith: null, moment });
  }

  of(event: RecordedEvent): Moment | null {
    if (event.kind !== 'received') return this.#last;
    const tied = event.id === null ? undefined : this.#byId.get(event.id);
    return tied ?? this.#match(event.datagram, event.at) ?? this.#last;
  }

  #match(datagram: Uint8Array, at: Instant): Moment | null {
    const strict = decodeDatagram(datagram);
    const reply = readReply(strict.ok ? strict.value : decodeQuote(datagram));
    if (reply === null) return null;
    const match = this.#matcher.match(reply, at);
    if (match.kind !== 'match') return null;
    match.probe.answeredWith ??= reply;
    return match.probe.moment;
  }
}
