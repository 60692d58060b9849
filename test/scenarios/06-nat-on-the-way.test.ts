import type { NodeInit } from '@hoplite/transport-sim';
import { describe, expect, test } from 'vitest';
import { answersAt, EVERY_WAY, line, METHODS, trace, WHOLE } from './network.js';

/** r1 is the NAT: what r2, r3 and the target quote is what it made of the probes. */
const behind = (habits: Partial<NodeInit['nat']>) =>
  line({ nodes: { r1: { nat: { inside: ['pc'], addresses: ['10.0.2.1', '2001:db8::2:1'], ...habits } } } });

describe('a NAT that restores its quotes', () => {
  test.each(EVERY_WAY)('cannot be seen by $method over IPv$family', async (way) => {
    const traced = await trace(behind({ ports: 'rewrite' }), way);
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0 });
    expect(answersAt(traced, 2).map(({ nat, changed }) => ({ nat, changed }))).toEqual(
      Array(3).fill({ nat: false, changed: {} }),
    );
  });
});

describe('a NAT that leaves the checksum of its quotes as it made it', () => {
  test.each(METHODS)('is found by %s', async (method) => {
    const traced = await trace(behind({ ports: 'rewrite', quotes: 'stale-checksum' }), { method });
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0 });
    // Only the first 8 bytes of TCP are sure to be quoted; here all is, and all shows the NAT.
    for (const { nat, changed } of answersAt(traced, 2)) {
      expect(nat).toBe(true);
      expect(Object.keys(changed)).toEqual(['checksum']);
    }
    expect(answersAt(traced, 1)[0]).toMatchObject({ nat: false });
  });
});

describe('a NAT that does not translate quotes back', () => {
  test.each(METHODS)('is found by %s where it kept the port', async (method) => {
    const traced = await trace(behind({ ports: 'keep', quotes: 'untranslated' }), { method });
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0 });
    expect(answersAt(traced, 2)[0]?.changed.source).toEqual({ sent: '10.0.1.1', quoted: '10.0.2.1' });
  });

  test.each(METHODS)('is found by %s where it also gave another port', async (method) => {
    const traced = await trace(behind({ ports: 'rewrite', quotes: 'untranslated' }), { method });
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0 });
    expect(answersAt(traced, 2)[0]).toMatchObject({
      nat: true,
      changed: { source: { sent: '10.0.1.1', quoted: '10.0.2.1' } },
    });
  });

  // IPv6 has no identification: what is left of all but the sequence number of TCP, a forger could guess.
  const shortNumbers = METHODS.filter((method) => method !== 'tcp');
  test.each(shortNumbers)('cannot be told from a forger by %s over IPv6', async (method) => {
    const traced = await trace(behind({ ports: 'rewrite', quotes: 'untranslated' }), { method, family: 6 });
    expect(traced.path.slice(0, 3)).toEqual(['r1', '*', '*']);
    expect(traced.foreign).toBeGreaterThan(0);
  });
});
