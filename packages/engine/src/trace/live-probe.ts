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
  answered: boolean;
  answer: { readonly reply: Reply; readonly at: Instant } | null;
  duplicates: number;
  error: TraceError | null;
}

/** Whether its query is decided as far as the hop is concerned. */
export function isDecided({ state }: LiveProbe): boolean {
  return state !== 'sending' && state !== 'waiting';
}

/** The probe as the trace's result and events show it. `start` is when the trace's first probe left. */
export function resultOf(probe: LiveProbe, start: Instant): ProbeResult {
  if (probe.state === 'failed') return failureOf(probe, start);
  if (probe.answer !== null) return answerOf(probe, start);
  return silentResult(sendingOf(probe, start), isDecided(probe) ? 'timeout' : 'pending');
}

export function answerOf(probe: LiveProbe, start: Instant): AnsweredProbe {
  const { answer, duplicates, unknown, sentAt } = probe;
  if (answer === null) throw new Error('the probe has no answer');
  const status = probe.state === 'late' ? 'late' : 'replied';
  const rtt = milliseconds(answer.at - sentAt);
  return answeredResult(sendingOf(probe, start), answer.reply, { status, rtt, duplicates, unknown });
}

export function failureOf(probe: LiveProbe, start: Instant): FailedProbe {
  return failedResult(
    sendingOf(probe, start),
    probe.error ?? { code: 'UNKNOWN', message: 'the probe could not be sent' },
  );
}

function sendingOf({ attempt, sentAt, size, header }: LiveProbe, start: Instant): Sending {
  return { attempt, sentAt: milliseconds(sentAt - start), size, header, frames: null };
}
