import { decodeDatagram, decodeQuote } from '@hoplite/codec';
import { Heap } from '../heap.js';
import type { Instant } from '../instant.js';
import { Matcher } from '../matcher.js';
import { Queue } from '../queue.js';
import { type Reply, readReply } from '../reply.js';
import type { Notice, TraceError } from '../result.js';
import type { Outgoing } from '../transport.js';
import { Budget, type Limits } from './budget.js';
import type { Interruption } from './conclusion.js';
import type { TraceEvent } from './events.js';
import { headerOf, withoutHidden } from './hidden-fields.js';
import type { LiveProbe } from './live-probe.js';
import type { Tracer, TracerEvent } from './tracer.js';

/** A tracer among the others of its engine. */
export interface Running {
  readonly tracer: Tracer;
  /** Hears what happens to it, in order. */
  readonly tell: (events: readonly TraceEvent[]) => void;
  readonly probes: LiveProbe[];
  /** The deadline that the heap has of it. */
  deadlineAt: Instant | null;
  /** Whether it waits in a queue for its turn. */
  queued: boolean;
}

export interface CoreOptions extends Limits {
  /** How long, in nanoseconds, the probes of an ended trace are remembered, so that their late replies are nobody else's. */
  readonly linger: Instant;
}

/**
 * Any number of traces over one transport: one table of probes, one budget, fair turns. Like a tracer it reads no clock
 * and does no I/O; nothing in it walks all traces per event.
 */
export class Core {
  readonly #matcher = new Matcher<LiveProbe>();
  readonly #owners = new Map<number, { readonly probe: LiveProbe; readonly running: Running }>();
  readonly #byDestination = new Map<string, Set<Running>>();
  readonly #budget: Budget<Running>;
  readonly #linger: Instant;
  readonly #deadlines = new Heap<{ readonly at: Instant; readonly running: Running }>((a, b) => a.at < b.at);
  /** Traces whose next probe must wait for their own interval. */
  readonly #resting = new Heap<{ readonly at: Instant; readonly running: Running }>((a, b) => a.at < b.at);
  readonly #ready = new Queue<Running>();
  /** Whether nobody has waited for a turn since the last one was given. */
  #idle = true;
  readonly #retired = new Queue<{ readonly until: Instant; readonly running: Running }>();
  #nextId = 1;
  /** The latest instant that it was told of: what has none of its own happened then. */
  #latest: Instant = Number.NEGATIVE_INFINITY;

  constructor({ linger, ...limits }: CoreOptions) {
    this.#budget = new Budget(limits);
    this.#linger = linger;
  }

  add(tracer: Tracer, tell: Running['tell'], now: Instant): Running {
    const running: Running = { tracer, tell, probes: [], deadlineAt: null, queued: false };
    const siblings = this.#byDestination.get(tracer.config.address);
    if (siblings === undefined) this.#byDestination.set(tracer.config.address, new Set([running]));
    else siblings.add(running);
    this.#latest = Math.max(this.#latest, now);
    tell(tracer.start());
    this.#reconsider(running, now);
    return running;
  }

  /** The next probe that may go now, in turn; null while none may. */
  turn(now: Instant): Outgoing | null {
    this.#latest = Math.max(this.#latest, now);
    for (let next = this.#resting.peek(); next !== undefined && next.at <= now; next = this.#resting.peek()) {
      this.#resting.pop();
      this.#enqueue(next.running, now);
    }
    while (this.#budget.allowsAt() <= now) {
      const running = this.#ready.shift();
      if (running === undefined) break;
      // One whose end became known while it waited has nothing more to send, ever.
      const mayStillSend = running.tracer.ready() !== null;
      if (mayStillSend && this.#budget.admits(running, running.tracer.config.address)) return this.#send(running, now);
    }
    this.#idle = this.#ready.size === 0;
    return null;
  }

  /** When to come back at the latest: with a deadline, or because a probe may go; null for only when something happens. */
  wakeAt(): Instant | null {
    this.#dropEnded();
    const deadline = this.#nextDeadline() ?? Number.POSITIVE_INFINITY;
    const rested = this.#resting.peek()?.at ?? Number.POSITIVE_INFINITY;
    const turn = this.#ready.size > 0 ? this.#budget.allowsAt() : Math.max(rested, this.#budget.allowsAt());
    const nearest = Math.min(deadline, turn);
    return nearest === Number.POSITIVE_INFINITY ? null : nearest;
  }

  /** Lets the deadlines up to `now` pass, each at its own instant. */
  advance(now: Instant): void {
    this.#latest = Math.max(this.#latest, now);
    for (let at = this.#nextDeadline(); at !== null && at <= now; at = this.#nextDeadline()) {
      const next = this.#deadlines.pop();
      if (next === undefined) return;
      next.running.deadlineAt = null;
      this.#step(next.running, { kind: 'deadline' }, at);
    }
    this.#forget(now);
  }

  sent(
    id: number,
    at: Instant,
    actual: Uint8Array | null,
    unknown: readonly string[],
    sentBy: 'process' | null,
    frame: number | null,
  ): void {
    this.#passUntil(at);
    const owner = this.#owners.get(id);
    if (owner === undefined) return;
    const { probe, running } = owner;
    if (actual === null) {
      this.#step(running, { kind: 'sent', probe, header: null, unknown, sentBy, frame }, at);
      return;
    }
    this.#matcher.remove(probe);
    this.#step(running, { kind: 'sent', probe, header: headerOf(actual, unknown), unknown, sentBy, frame }, at);
    this.#matcher.add(probe);
  }

  /** `at` is null where nobody knows it. */
  failed(id: number, error: TraceError, at: Instant | null): void {
    if (at !== null) this.#passUntil(at);
    const owner = this.#owners.get(id);
    if (owner === undefined) return;
    this.#step(owner.running, { kind: 'failed', probe: owner.probe, error, at }, at ?? this.#latest);
  }

  /** `hidden` names the header fields that the transport could not see; `id` the probe, where the system knows it. */
  received(
    datagram: Uint8Array,
    at: Instant,
    hidden: readonly string[],
    id: number | null,
    frame: number | null,
  ): void {
    this.#passUntil(at);
    const strict = decodeDatagram(datagram);
    const whole = readReply(strict.ok ? strict.value : decodeQuote(datagram));
    if (whole === null) return;
    const reply = withoutHidden(whole, hidden);
    const owner = id === null ? this.#find(reply, at) : this.#owners.get(id);
    if (owner !== undefined) this.#step(owner.running, { kind: 'reply', probe: owner.probe, reply, frame }, at);
  }

  /** Tells every trace of it. */
  notice(notice: Notice): void {
    for (const running of this.#allRunning()) this.#step(running, { kind: 'notice', notice }, this.#latest);
  }

  /** Ends one trace, or all of them, where they stand. */
  interrupt(by: Interruption, now: Instant, only?: Running): void {
    const all = only === undefined ? this.#allRunning() : [only];
    for (const running of all) this.#step(running, { kind: 'interrupted', by }, now);
  }

  /** What was due before something happened was due; at the same instant what happened comes first. */
  #passUntil(at: Instant): void {
    this.advance(at - 1);
    this.#latest = Math.max(this.#latest, at);
  }

  #allRunning(): readonly Running[] {
    return [...this.#byDestination.values()].flatMap((siblings) => [...siblings]);
  }

  #find(reply: Reply, at: Instant): { readonly probe: LiveProbe; readonly running: Running } | undefined {
    const match = this.#matcher.match(reply, at);
    if (match.kind === 'match') return this.#owners.get(match.probe.id);
    if (match.kind === 'ambiguous') {
      const owner = this.#owners.get(match.probes[0]?.id ?? 0);
      if (owner !== undefined) this.#step(owner.running, { kind: 'ambiguous' }, at);
    } else if (reply.kind === 'error' || match.reason === 'unidentified') {
      const target = reply.kind === 'error' ? (reply.quoted?.destination ?? '') : reply.from;
      const [running] = this.#byDestination.get(target) ?? [];
      if (running !== undefined) this.#step(running, { kind: 'foreign' }, at);
    }
    return undefined;
  }

  #send(running: Running, now: Instant): Outgoing {
    const { tracer } = running;
    const id = this.#nextId++;
    const { probe, datagram } = tracer.turn(id, now, (bytes) => headerOf(bytes, []));
    this.#owners.set(id, { probe, running });
    running.probes.push(probe);
    this.#matcher.add(probe);
    this.#budget.spend(tracer.config.address, now);
    running.queued = false;
    this.#reconsider(running, now);
    const { interface: by } = tracer.config.options;
    return by === null ? { id, datagram } : { id, datagram, interface: by };
  }

  #step(running: Running, event: TracerEvent, at: Instant): void {
    const { tracer } = running;
    if (tracer.result !== null) return;
    const before = tracer.inFlight;
    const told = tracer.step(event, at);
    if (told.length > 0) running.tell(told);
    const landed = tracer.result === null ? before - tracer.inFlight : before;
    for (const admitted of this.#budget.release(tracer.config.address, landed, at)) this.#enqueue(admitted, at);
    if (tracer.result === null) this.#reconsider(running, at);
    else this.#retire(running, at);
  }

  /** Puts a trace where it belongs after anything that may have changed its deadline or readiness. */
  #reconsider(running: Running, now: Instant): void {
    const deadline = running.tracer.deadline();
    if (deadline !== null && (running.deadlineAt === null || deadline < running.deadlineAt)) {
      running.deadlineAt = deadline;
      this.#deadlines.push({ at: deadline, running });
    }
    const at = running.tracer.ready();
    if (at === null || running.queued) return;
    if (at <= now) this.#enqueue(running, now);
    else {
      running.queued = true;
      this.#resting.push({ at, running });
    }
  }

  #enqueue(running: Running, now: Instant): void {
    if (this.#idle) this.#budget.rest(now);
    this.#idle = false;
    running.queued = true;
    this.#ready.push(running);
  }

  /** A trace that ended while it waited for its turn wants no wake. */
  #dropEnded(): void {
    while (isOver(this.#resting.peek()?.running)) this.#resting.pop();
    if (!isOver(this.#ready.peek())) return;
    while (isOver(this.#ready.peek())) this.#ready.shift();
    this.#idle = this.#ready.size === 0;
  }

  /** The earliest deadline that still stands: a trace whose deadline moved back gets its new one. */
  #nextDeadline(): Instant | null {
    for (let next = this.#deadlines.peek(); next !== undefined; next = this.#deadlines.peek()) {
      const { running, at } = next;
      const deadline = running.deadlineAt === at ? running.tracer.deadline() : null;
      if (deadline === at) return at;
      this.#deadlines.pop();
      if (running.deadlineAt !== at) continue;
      running.deadlineAt = deadline;
      if (deadline !== null) this.#deadlines.push({ at: deadline, running });
    }
    return null;
  }

  #retire(running: Running, now: Instant): void {
    const { address } = running.tracer.config;
    const siblings = this.#byDestination.get(address);
    siblings?.delete(running);
    if (siblings?.size === 0) this.#byDestination.delete(address);
    this.#retired.push({ until: now + this.#linger, running });
  }

  #forget(now: Instant): void {
    for (
      let oldest = this.#retired.peek();
      oldest !== undefined && oldest.until <= now;
      oldest = this.#retired.peek()
    ) {
      this.#retired.shift();
      for (const probe of oldest.running.probes) {
        this.#matcher.remove(probe);
        this.#owners.delete(probe.id);
      }
    }
  }
}

function isOver(running: Running | undefined): boolean {
  return running !== undefined && running.tracer.result !== null;
}
