import type { AnsweredProbe, TraceResult } from '@hoplite/engine';

/** The bytes that the quoted probe says to have had; null without a quote, or where nobody saw how many were sent. */
export function quotedLength(probe: AnsweredProbe, { family }: TraceResult): number | null {
  if (!shows(probe, 'length')) return null;
  const changed = probe.changed[family === 4 ? 'totalLength' : 'payloadLength']?.quoted;
  if (typeof changed !== 'number') return probe.size;
  return family === 4 ? changed : changed + IPV6_HEADER;
}

/** The type of service or traffic class in the quote; null without one, or where nobody saw what was sent. */
export function quotedTypeOfService(probe: AnsweredProbe, { family, options }: TraceResult): number | null {
  if (!shows(probe, 'typeOfService')) return null;
  const changed = probe.changed[family === 4 ? 'typeOfService' : 'trafficClass']?.quoted;
  const tos = changed ?? options.tos;
  return typeof tos === 'number' ? tos : null;
}

/** The payload length does not count it. */
const IPV6_HEADER = 40;

function shows({ quotedTtl, unknown }: AnsweredProbe, field: string): boolean {
  return quotedTtl !== null && !unknown.includes(field);
}
