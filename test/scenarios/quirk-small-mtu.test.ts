import { expect, test } from 'vitest';
import { answersAt, EVERY_WAY, line, trace, WHOLE } from './network.js';

/** From r2 on nothing above 1300 bytes fits. */
const narrow = line({ links: { r2: { mtu: 1300 } } });
// The length of a TCP probe is no choice.
const CARRIERS = EVERY_WAY.filter(({ method }) => method !== 'tcp');

test.each(CARRIERS)(
  '$method over IPv$family that may not be fragmented ends before the link, and tells its MTU',
  async (way) => {
    const traced = await trace(narrow, { ...way, packetLength: 1400, dontFragment: true });
    expect(traced).toMatchObject({ outcome: 'unreachable', annotation: '!F-1300', foreign: 0 });
    expect(traced.path).toEqual(['r1', 'r2', 'r2 !F-1300']);
    expect(answersAt(traced, 3).map(({ mtu }) => mtu)).toEqual([1300, 1300, 1300]);
  },
);

test.each(CARRIERS.filter(({ family }) => family === 4))(
  '$method that may be goes through in pieces, and is known by the first one',
  async (way) => {
    const traced = await trace(narrow, { ...way, packetLength: 1400 });
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0, ambiguous: 0 });
  },
);

test.each(EVERY_WAY)('$method over IPv$family that fits sees nothing of it', async (way) => {
  const traced = await trace(narrow, { ...way, dontFragment: true });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
});

test('a probe too long for the first link does not leave, and says why', async () => {
  const near = line({ links: { pc: { mtu: 1300 } } });
  const traced = await trace(near, { packetLength: 1400, dontFragment: true });
  expect(traced).toMatchObject({ outcome: 'failed', lastTtl: 0, error: { code: 'EMSGSIZE' } });
});
