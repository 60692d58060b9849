import { expect, test } from 'vitest';
import { hopRows } from './hop-rows.js';
import type { Hop, ProbeResult } from './result.js';

/** `a 1.5` is an answer of a after 1.5 ms, `*` none. */
function hop(...probes: string[]): Hop {
  return {
    ttl: 3,
    probes: probes.map((text, index): ProbeResult => {
      const sent = { attempt: index + 1, sentAt: index, size: 60, frames: null };
      const [address = '', rtt] = text.split(' ');
      if (rtt === undefined) return { ...sent, status: 'timeout' };
      return {
        ...sent,
        status: 'replied',
        rtt: Number(rtt),
        address,
        name: null,
        icmp: { type: 11, code: 0 },
        direct: null,
        annotation: null,
        replyTtl: 64,
        quotedTtl: 1,
        changed: {},
        unknown: [],
        nat: false,
        mtu: null,
        mpls: [],
        interfaces: [],
        extensions: [],
        duplicates: 0,
      };
    }),
  };
}

test('one row for one responder, with a star where a query went unanswered', () => {
  expect(hopRows(hop('a 1', '*', 'a 2'))).toEqual([{ address: 'a', ttl: 3, results: [1, '*', 2] }]);
});

test('a new row when the address changes', () => {
  expect(hopRows(hop('a 1', 'b 2', 'b 3', 'a 4'))).toEqual([
    { address: 'a', ttl: 3, results: [1] },
    { address: 'b', ttl: 3, results: [2, 3] },
    { address: 'a', ttl: 3, results: [4] },
  ]);
});

test('a star before the first answer stands in its row', () => {
  expect(hopRows(hop('*', 'a 1'))).toEqual([{ address: 'a', ttl: 3, results: ['*', 1] }]);
});

test('one row with an empty address for a silent hop, none for a hop without queries', () => {
  expect(hopRows(hop('*', '*', '*'))).toEqual([{ address: '', ttl: 3, results: ['*', '*', '*'] }]);
  expect(hopRows(hop())).toEqual([]);
});

test('a late answer counts as one, and one without a round trip shows a star in its responder’s row', () => {
  const [late] = hop('a 1').probes;
  const [stepped] = hop('b 2').probes;
  const probes = [
    { ...late, status: 'late' },
    { ...stepped, rtt: null },
  ] as readonly ProbeResult[];
  expect(hopRows({ ttl: 3, probes })).toEqual([
    { address: 'a', ttl: 3, results: [1] },
    { address: 'b', ttl: 3, results: ['*'] },
  ]);
});

test('an answer after a star and another responder begins its own row', () => {
  expect(hopRows(hop('a 1', '*', 'b 2'))).toEqual([
    { address: 'a', ttl: 3, results: [1, '*'] },
    { address: 'b', ttl: 3, results: [2] },
  ]);
});
