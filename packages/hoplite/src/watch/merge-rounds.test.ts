import type { TraceResult } from '@hoplite/engine';
import { describe, expect, it } from 'vitest';
import { hop, portUnreachable, reply, silence, trace } from '../format/traces.fixture.js';
import { mergeRounds } from './merge-rounds.js';

const T = '10.6.0.2';
const [R1, R2] = [reply('10.1.0.1', 1), reply('10.2.0.1', 2)];

/** A round that begins so many seconds after the first. */
function round(seconds: number, hops: TraceResult['hops'], changes: Partial<TraceResult> = {}): TraceResult {
  return trace(hops, { startedAt: `2026-01-31T12:00:0${seconds}.250000001Z`, duration: 100, ...changes });
}

const endless: Partial<TraceResult> = {
  outcome: 'max-ttl',
  answeredBy: null,
  error: { code: 'MAX_TTL', message: 'no end' },
};

describe('rounds merged to one trace', () => {
  it('are none where there was none', () => expect(mergeRounds([])).toBeNull());

  it('are one after the other the queries of its hops, at their own times', () => {
    const hops = [hop(1, { ...R1, sentAt: 0.5 }), hop(2, portUnreachable(T, 3))];
    const merged = mergeRounds([
      round(0, hops),
      round(2, hops),
      round(5, [hop(1, silence), hop(2, portUnreachable(T, 4))]),
    ]);
    expect(merged?.hops[0]?.probes.map(({ attempt, status, sentAt }) => [attempt, status, sentAt])).toEqual([
      [1, 'replied', 0.5],
      [2, 'replied', 2000.5],
      [3, 'timeout', 5000],
    ]);
    expect(merged).toMatchObject({ outcome: 'reached', probesSent: 6, duration: 5100, lastTtl: 2 });
    expect(merged?.options.queries).toBe(3);
  });

  it('end as the best of them did, at its TTL', () => {
    const beyond = round(0, [hop(1, R1), hop(2, silence), hop(3, silence), hop(4, silence)], endless);
    const refused = round(1, [hop(1, reply('10.1.0.1', 1, { annotation: '!H' }))], {
      outcome: 'unreachable',
      annotation: '!H',
      answeredBy: '10.1.0.1',
    });
    const reached = round(2, [hop(1, R1), hop(2, portUnreachable(T, 3))]);
    expect(mergeRounds([beyond, refused, reached, beyond])).toMatchObject({
      outcome: 'reached',
      error: null,
      answeredBy: T,
      hops: [{ ttl: 1 }, { ttl: 2 }],
    });
    expect(mergeRounds([beyond, reached])?.hops).toHaveLength(2);
    expect(mergeRounds([beyond, refused])).toMatchObject({
      outcome: 'unreachable',
      annotation: '!H',
      hops: [{ ttl: 1 }],
    });
    expect(mergeRounds([beyond])).toMatchObject({ outcome: 'max-ttl', error: { code: 'MAX_TTL' }, lastTtl: 1 });
  });

  it('have the hops of all of them in order, and each notice once', () => {
    const notices = [{ code: 'redirect', text: 'use 10.1.0.3' }];
    const short = round(0, [hop(1, R1)], { ...endless, notices, foreign: 1 });
    const long = round(1, [hop(1, R1), hop(2, R2), hop(3, silence)], { ...endless, notices, foreign: 2 });
    const merged = mergeRounds([short, long]);
    expect(merged?.hops.map(({ ttl, probes }) => [ttl, probes.length])).toEqual([
      [1, 2],
      [2, 1],
      [3, 1],
    ]);
    expect(merged).toMatchObject({ notices, foreign: 3, lastTtl: 2 });
  });
});
