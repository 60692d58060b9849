import type { Identifier } from '../compare.js';
import { meaning } from '../ending.js';
import type { Header } from '../header.js';
import { type Instant, milliseconds, nanoseconds } from '../instant.js';
import type { TraceSecrets } from '../methods/method.js';
import { negativeRtt, noticeOf, otherSourcePort } from '../notices.js';
import type { Reply } from '../reply.js';
import type { Notice, TraceError, TraceResult } from '../result.js';
import { type Conclusion, conclude, type Interruption, interrupted } from './conclusion.js';
import { optionsInEffect, type TraceConfig } from './config.js';
import type { TraceEvent, TraceHappening } from './events.js';
import { portAfter } from './flows.js';
import { LiveHop } from './hops.js';
import { answerOf, failureOf, isDecided, isTimed, type LiveProbe } from './live-probe.js';
import { assembleResult } from './result.js';
import { Waits } from './waits.js';

/** What a tracer hears. `now` of `step` is the logical instant of each. */
export type TracerEvent =
  | {
      readonly kind: 'sent';
      readonly probe: LiveProbe;
      readonly header: Header | null;
      readonly unknown: readonly string[];
      readonly sentBy: 'process' | null;
      readonly frame: number | null;
    }
  /** `at` is null where nobody knows when it failed. */
  | { readonly kind: 'failed'; readonly probe: LiveProbe; readonly error: TraceError; readonly at: Instant | null }
  | { readonly kind: 'reply'; readonly probe: LiveProbe; readonly reply: Reply; readonly frame: number | null }
  | { readonly kind: 'foreign' | 'ambiguous' }
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'deadline' }
  | { readonly kind: 'interrupted'; readonly by: Interruption };

/**
 * One trace as a deterministic state machine: it reads no clock, rolls no dice, and sends nothing unasked. Its driver
 * gives it a turn when it is ready, tells it what happened, and comes back at its deadline.
 */
export class Tracer {
  readonly config: TraceConfig;
  readonly hops: LiveHop[];
  readonly notices: Notice[] = [];
  foreign = 0;
  ambiguous = 0;
  probesSent = 0;
  /** Probes given out and not decided. */
  inFlight = 0;
  result: TraceResult | null = null;
  readonly #identifiers: readonly Identifier[];
  readonly #begunAt: Instant;
  readonly #timeout: Instant;
  readonly #waits: Waits;
  /** When the first probe left, or did not. */
  #firstAt: Instant | null = null;
  #nextIndex = 0;
  #nextSendAt: Instant;
  /** How many probes were not sent, not answered in time, or answered twice: of their flows more may come. */
  #doubtful = 0;
  /** How many hops from the first on are decided. */
  #decided = 0;
  /** The TTL at which the trace ended, as far as it is known yet. */
  #endTtl: number | null = null;

  constructor(config: TraceConfig, now: Instant) {
    const { firstTtl, maxTtl, queries } = config.options;
    this.config = config;
    this.#identifiers = config.options.method.identifiers(config.family);
    this.hops = Array.from({ length: maxTtl - firstTtl + 1 }, (_, i) => new LiveHop(firstTtl + i, queries));
    this.#waits = new Waits(this.hops, config.options);
    this.#begunAt = now;
    this.#nextSendAt = now;
    this.#timeout = config.options.timeout === 0 ? Number.POSITIVE_INFINITY : now + nanoseconds(config.options.timeout);
  }

  /** The first event. */
  start(): TraceEvent[] {
    const { address, source, family, options, transport } = this.config;
    return [
      this.#tell({
        event: 'start',
        address,
        source,
        family,
        method: options.method.name,
        transport,
        options: optionsInEffect(this.config),
      }),
    ];
  }

  /** The earliest instant at which it may send its next probe; null while it has none to send. */
  ready(): Instant | null {
    const next = this.hops[this.#hopIndex];
    if (this.result !== null || next === undefined || this.inFlight >= this.config.options.parallel) return null;
    return this.#endTtl !== null && next.ttl > this.#endTtl ? null : this.#nextSendAt;
  }

  /** When it wants to be stepped with `deadline` at the latest; null for never. */
  deadline(): Instant | null {
    if (this.result !== null) return null;
    const nearest = Math.min(this.#timeout, this.#waits.next() ?? Number.POSITIVE_INFINITY);
    return nearest === Number.POSITIVE_INFINITY ? null : nearest;
  }

  /** Builds its next probe, to be sent now. Only when it is ready. */
  turn(
    id: number,
    now: Instant,
    readHeader: (datagram: Uint8Array) => Header,
  ): { readonly probe: LiveProbe; readonly datagram: Uint8Array } {
    const { options, family, source, address } = this.config;
    const { method } = options;
    const hop = this.hops[this.#hopIndex];
    if (hop === undefined) throw new Error('the trace has no probe left to send');
    const attempt = hop.probes.length + 1;
    const index = this.#nextIndex++;
    const datagram = method.build({
      family,
      source,
      destination: address,
      ttl: hop.ttl,
      attempt,
      index,
      secrets: this.#secretsFor(index),
      options,
    });
    const probe: LiveProbe = {
      id,
      ttl: hop.ttl,
      attempt,
      size: datagram.length,
      identifiers: this.#identifiers,
      header: readHeader(datagram),
      state: 'sending',
      sentAt: now,
      deadline: Number.POSITIVE_INFINITY,
      unknown: [],
      sentBy: null,
      frame: null,
      stepped: false,
      answeredWith: null,
      answer: null,
      duplicates: 0,
      error: null,
      shown: null,
    };
    hop.probes.push(probe);
    this.inFlight++;
    this.#nextSendAt = now + nanoseconds(options.interval);
    return { probe, datagram };
  }

  /** Takes in what happened at `now`; returns what there is to tell of it. */
  step(event: TracerEvent, now: Instant): TraceEvent[] {
    if (this.result !== null) return [];
    const told: TraceEvent[] = [];
    switch (event.kind) {
      case 'sent':
        // What only left decides nothing.
        this.#sent(event, now, told);
        return told;
      case 'failed':
        this.#failed(event, told);
        break;
      case 'reply':
        this.#replied(event, now, told);
        break;
      case 'notice':
        this.#notice(event.notice, told);
        return told;
      case 'deadline':
        this.#expire(now);
        break;
      case 'interrupted':
        this.#finish(interrupted(this.hops, event.by), now, told);
        return told;
      default:
        this[event.kind]++;
        return told;
    }
    this.#conclude(now, told);
    return told;
  }

  #secretsFor(index: number): TraceSecrets {
    const { secrets, flows } = this.config;
    if (flows === 'kept') return secrets;
    return { ...secrets, sourcePort: portAfter(secrets.sourcePort, flows === 'each' ? index : this.#doubtful) };
  }

  get #hopIndex(): number {
    return Math.floor(this.#nextIndex / this.config.options.queries);
  }

  #sent(
    { probe, header, unknown, sentBy, frame }: Extract<TracerEvent, { kind: 'sent' }>,
    at: Instant,
    told: TraceEvent[],
  ): void {
    this.#firstAt ??= at;
    this.probesSent++;
    probe.state = 'waiting';
    probe.shown = null;
    probe.sentAt = at;
    if (header !== null) this.#compareSourcePort(probe.header, header, told);
    probe.header = header ?? probe.header;
    probe.unknown = unknown;
    probe.sentBy = sentBy;
    probe.frame = frame;
    this.#waits.set(probe, at);
    const { ttl, attempt, size } = probe;
    told.push(this.#tell({ event: 'sent', ttl, attempt, sentAt: milliseconds(at - this.#start), size }));
  }

  /** Told once, and of a port that was asked for: which one another trace gets is all the same to it. */
  #compareSourcePort(built: Header, left: Header, told: TraceEvent[]): void {
    if (this.config.options.sourcePort === null) return;
    const notice = otherSourcePort(built, left);
    if (notice === null || this.notices.some(({ code }) => code === notice.code)) return;
    this.#notice(notice, told);
  }

  #failed({ probe, error, at }: Extract<TracerEvent, { kind: 'failed' }>, told: TraceEvent[]): void {
    // A transport that takes back its word is not believed, least of all about a probe that was answered.
    if (probe.state !== 'sending') return;
    probe.state = 'failed';
    probe.shown = null;
    probe.sentAt = at ?? probe.sentAt;
    this.#firstAt ??= probe.sentAt;
    probe.error = error;
    this.inFlight--;
    this.#doubtful++;
    told.push(this.#tell({ event: 'failed', ttl: probe.ttl, probe: failureOf(probe, this.#start) }));
  }

  #replied({ probe, reply, frame }: Extract<TracerEvent, { kind: 'reply' }>, at: Instant, told: TraceEvent[]): void {
    const means = meaning(reply, probe.header);
    if (means === 'notice' && reply.kind === 'error') {
      this.#notice(noticeOf(reply, probe.ttl), told);
      return;
    }
    if (probe.answer !== null) {
      probe.duplicates++;
      this.#doubtful++;
      probe.shown = null;
      told.push(this.#tell({ event: 'duplicate', ttl: probe.ttl, attempt: probe.attempt, address: reply.from }));
      return;
    }
    if (!isDecided(probe)) this.inFlight--;
    // A wait that was shortened discards nothing: in time is what comes within the whole of it.
    const late = !isTimed(probe)
      ? probe.stepped && isDecided(probe)
      : at - probe.sentAt > nanoseconds(this.config.options.wait);
    probe.state = late ? 'late' : 'replied';
    probe.answer = { reply, at, frame };
    probe.answeredWith = reply;
    probe.shown = null;
    if (means !== 'hop') this.#endTtl = Math.min(this.#endTtl ?? probe.ttl, probe.ttl);
    if (!late && isTimed(probe)) this.#waits.shorten(probe, at);
    told.push(this.#tell({ event: late ? 'late' : 'reply', ttl: probe.ttl, probe: answerOf(probe, this.#start) }));
    if (at < probe.sentAt && isTimed(probe)) this.#notice(negativeRtt(reply.from, probe.ttl), told);
  }

  #notice(notice: Notice, told: TraceEvent[]): void {
    this.notices.push(notice);
    told.push(this.#tell({ event: 'notice', ...notice }));
    if (notice.code !== 'clock-stepped') return;
    for (const { probes } of this.hops) for (const probe of probes) probe.stepped ||= probe.answer === null;
  }

  #expire(now: Instant): void {
    for (let probe = this.#waits.takeOverdue(now); probe !== undefined; probe = this.#waits.takeOverdue(now)) {
      probe.state = 'timeout';
      probe.shown = null;
      this.inFlight--;
      this.#doubtful++;
    }
  }

  /** Tells the hops that are decided by now, and ends the trace where they say so. */
  #conclude(now: Instant, told: TraceEvent[]): void {
    const before = this.#decided;
    for (let hop = this.hops[this.#decided]; hop?.isDecided === true; hop = this.hops[this.#decided]) {
      if (this.#endTtl !== null && hop.ttl > this.#endTtl) break;
      this.#decided++;
      told.push(this.#tell({ event: 'hop', hop: hop.result(this.#start) }));
    }
    const { hops, config } = this;
    const timedOut = now >= this.#timeout;
    const atEnd = this.#endTtl !== null && config.options.firstTtl + this.#decided > this.#endTtl;
    if (this.#decided === before && !atEnd && !timedOut) return;
    const conclusion = conclude({
      hops,
      decided: this.#decided,
      endTtl: this.#endTtl,
      options: config.options,
      timedOut,
    });
    if (conclusion !== null) this.#finish(conclusion, now, told);
  }

  #finish(conclusion: Conclusion, now: Instant, told: TraceEvent[]): void {
    this.result = assembleResult(this, conclusion, this.#start, now);
    for (const notice of this.result.notices.slice(this.notices.length))
      told.push(this.#tell({ event: 'notice', ...notice }));
    told.push(this.#tell({ event: 'end', result: this.result }));
  }

  get #start(): Instant {
    return this.#firstAt ?? this.#begunAt;
  }

  #tell(happening: TraceHappening): TraceEvent {
    return Object.assign({ v: 1, trace: this.config.id, target: this.config.target } as const, happening);
  }
}
