import { describe, expect, test } from 'vitest';
import { noticesOfEnd } from './notices.js';
import type { Hop, Outcome, ProbeResult } from './result.js';

const TARGET = '192.0.2.9';
const ROUTER = '198.51.100.1';

/** Of each TTL from the first on, what its probes quote: `-` is one that was not answered, `192.0.2.9 3` quotes TTL 3. */
function notices(outcome: Outcome, answers: readonly string[], firstTtl = 1): string[] {
  const hops = answers.map((text, index): Hop => {
    const probes = text.split(', ').map((answer, attempt): ProbeResult => {
      const sent = { attempt: attempt + 1, sentAt: 0, size: 60, frames: null };
      const [address = '', quoted] = answer.split(' ');
      if (address === '-') return { ...sent, status: 'timeout' };
      const quotedTtl = quoted === undefined ? null : Number(quoted);
      return { ...sent, status: 'replied', address, quotedTtl } as ProbeResult;
    });
    return { ttl: firstTtl + index, probes };
  });
  return noticesOfEnd({ outcome, answeredBy: TARGET, hops }).map(({ code, text }) => `${code}: ${text}`);
}

describe('that only the destination answers', () => {
  const said = (ttl: number) => [
    `only-destination-answers: only the destination answers, from TTL ${ttl} on: a firewall may hide the Time Exceeded of all routers`,
  ];

  test('is said where three hops or more before it are silent', () => {
    expect(notices('reached', ['-', '-, -', '-', `-, ${TARGET}`])).toEqual(said(4));
    expect(notices('reached', ['-', '-', '-', TARGET], 3)).toEqual(said(6));
    expect(notices('reached', ['-', '-', TARGET])).toEqual([]);
  });

  test('is not said where anybody else did, or the target was not reached', () => {
    expect(notices('reached', [ROUTER, '-', '-', '-', TARGET])).toEqual([]);
    expect(notices('reached', ['-', '-', '-', `${TARGET}, ${ROUTER}`])).toEqual([]);
    expect(notices('max-ttl', ['-', '-', '-', TARGET])).toEqual([]);
    expect(notices('max-ttl', ['-', '-', '-', '-'])).toEqual([]);
  });
});

describe('that the end is nearer', () => {
  const said = (distance: number, ttl: number) => [
    `end-nearer: ${TARGET} stands at TTL ${distance}, as its quote of the probe with TTL ${ttl} shows: the probes from there on went unanswered`,
  ];

  test('is said where it quotes a TTL that was left, and nobody answered in between', () => {
    expect(notices('reached', [ROUTER, '-', '-, -', `${TARGET} 3`])).toEqual(said(2, 4));
    expect(notices('unreachable', [ROUTER, '-', `-, ${TARGET} 2`])).toEqual(said(2, 3));
    expect(notices('reached', [ROUTER, '-', `${TARGET} 2`], 5)).toEqual(said(6, 7));
    expect(notices('reached', ['-', `${TARGET} 2`, `${TARGET} 3`])).toEqual(said(1, 2));
  });

  test('is not said where nothing was left, or nothing quoted', () => {
    expect(notices('reached', [ROUTER, '-', `${TARGET} 1`])).toEqual([]);
    expect(notices('reached', [ROUTER, '-', TARGET])).toEqual([]);
    expect(notices('reached', [ROUTER, '-', `${ROUTER} 2`, TARGET])).toEqual([]);
  });

  test('is not said where any hop in between answered, or there is none so near', () => {
    expect(notices('reached', [ROUTER, '-', `-, ${ROUTER}`, `${TARGET} 3`])).toEqual([]);
    expect(notices('reached', [ROUTER, '-', `${TARGET} 4`])).toEqual([]);
    expect(notices('reached', [`${TARGET} 2`], 2)).toEqual([]);
  });
});
