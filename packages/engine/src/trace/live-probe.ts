import type { Identifier } from '../compare.js';
import type { Header } from '../header.js';
import { type Instant, milliseconds } from '../instant.js';
import type { SentProbe } from '../matcher.js';
import { answeredResult, failedResult, type Sending, silentResult } from '../probe-result.js';
import type { Reply } from '../reply.js';
import type { AnsweredProbe, FailedProbe, ProbeResult, TraceError } from '../result.js';

/**
 * - `sending`: given to the transport, which has not yet said that it left.
 * - `waiting`: on its way.
 * - `timeout`: its wait is over; an answer may still come.
 */
export type ProbeState = 'sending' | 'waiting' | 'replied' | 'late' | 'timeout' | 'failed';

/** A probe of a running trace. Only its tracer writes to it. */
export interface LiveProbe extends SentProbe {
  /** The transport's number for it. */
  readonly id: number;
  readonly ttl: number;
  readonly attempt: number;
  readonly size: number;
  readonly identifiers: readonly Identifier[];
  header: Header;
  state: ProbeState;
  sentAt: Instant;
  /** When the wait for its answer is over; it only ever comes nearer. */
  deadline: Instant;
  unknown: readonly string[];
  /** Where the transport's own stamp of it was missing. */
  sentBy: 'process' | null;
  /** Its number in the capture that is read. */
  frame: number | null;
  /** Whether the clock was stepped while it had no answer. */
  stepped: boolean;
  answeredWith: Reply | null;
  answer: { readonly reply: Reply; readonly at: Instant; readonly frame: number | null } | null;
  duplicates: number;
  error: TraceError | null;
  /** Its result as it was last shown; null since it changed. An event, its hop and the trace's result share one. */
  shown: ProbeResult | null;
}

/** Whether its query is decided as far as the hop is concerned. */
export function isDecided({ state }: LiveProbe): boolean {
  return state !== 'sending' && state !== 'waiting';
}

/** Whether it is known when it left, on the clock that says when it was answered. */
export function isTimed({ stepped, error }: LiveProbe): boolean {
  return !stepped && error === null;
}

/** Whether the transport has said that it left, or that it could not: of any other a result says nothing. */
export function isHeardOf({ state }: LiveProbe): boolean {
  return state !== 'sending';
}

/** The probe as the trace's result and events show it. `start` is when the trace's first probe left, or failed to. */
export function resultOf(probe: LiveProbe, start: Instant): ProbeResult {
  probe.shown ??= makeResult(probe, start);
  return probe.shown;
}

/** The same of a probe that was answered. */
export function answerOf(probe: LiveProbe, start: Instant): AnsweredProbe {
  const shown = resultOf(probe, start);
  if (shown.status === 'replied' || shown.status === 'late') return shown;
  throw new Error('the probe has no answer');
}

/** The same of a probe that could not be sent. */
export function failureOf(probe: LiveProbe, start: Instant): FailedProbe {
  const shown = resultOf(probe, start);
  if (shown.status === 'failed') return shown;
  throw new Error('the probe did not fail');
}

function makeResult(probe: LiveProbe, start: Instant): ProbeResult {
  const { answer, duplicates, unknown, sentAt, error } = probe;
  const sending = sendingOf(probe, start);
  if (answer === null) {
    return error === null
      ? silentResult(sending, isDecided(probe) ? 'timeout' : 'pending')
      : failedResult(sending, error);
  }
  const status = probe.state === 'late' ? 'late' : 'replied';
  const rtt = isTimed(probe) ? milliseconds(answer.at - sentAt) : null;
  return answeredResult(sending, answer.reply, { status, rtt, duplicates, unknown });
}

function sendingOf({ attempt, sentAt, sentBy, size, header, frame, answer }: LiveProbe, start: Instant): Sending {
  const frames = frame === null ? null : { probe: frame, reply: answer?.frame ?? null };
  return { attempt, sentAt: milliseconds(sentAt - start), sentBy, size, header, frames };
}
