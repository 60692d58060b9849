import { type Instant, milliseconds } from '../instant.js';
import { noticesOfEnd } from '../notices.js';
import type { Notice, TraceResult } from '../result.js';
import { formatTimestamp } from '../timestamp.js';
import type { Conclusion } from './conclusion.js';
import { optionsInEffect, type TraceConfig } from './config.js';

/** What was counted while a trace ran. */
interface Tally {
  readonly config: TraceConfig;
  readonly probesSent: number;
  readonly foreign: number;
  readonly ambiguous: number;
  readonly notices: readonly Notice[];
}

/** The result of a trace that began at `start`, and that ends now. */
export function assembleResult(tally: Tally, conclusion: Conclusion, start: Instant, now: Instant): TraceResult {
  const { config } = tally;
  const hops = conclusion.hops.map((hop) => hop.result(start));
  const answered = conclusion.hops.filter(({ probes }) => probes.some(({ answer }) => answer !== null));
  return {
    v: 1,
    target: config.target,
    address: config.address,
    source: config.source,
    family: config.family,
    method: config.options.method.name,
    transport: config.transport,
    timestamps: config.timestamps,
    startedAt: formatTimestamp(config.origin + BigInt(start)),
    duration: milliseconds(now - start),
    outcome: conclusion.outcome,
    annotation: conclusion.annotation,
    error: conclusion.error,
    lastTtl: answered.at(-1)?.ttl ?? 0,
    answeredBy: conclusion.answeredBy,
    probesSent: tally.probesSent,
    foreign: tally.foreign,
    ambiguous: tally.ambiguous,
    notices: [...tally.notices, ...noticesOfEnd({ ...conclusion, hops })],
    options: optionsInEffect(config),
    hops,
  };
}
