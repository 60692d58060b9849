import { expect, test } from 'vitest';
import { answersAt, EVERY_WAY, line, trace, WHOLE } from './network.js';

test.each(EVERY_WAY)('$method over IPv$family shows behind which router the type of service is lost', async (way) => {
  const traced = await trace(line({ nodes: { r2: { tos: { keep: 0x03 } } } }), { ...way, tos: 0xb9 });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0 });
  const field = way.family === 4 ? 'typeOfService' : 'trafficClass';
  const seen = [1, 2, 3].map((ttl) => answersAt(traced, ttl)[0]?.changed[field]);
  expect(seen).toEqual([undefined, undefined, { sent: 0xb9, quoted: 0x01 }]);
});

test('a router that sets one where there was none shows likewise', async () => {
  const traced = await trace(line({ nodes: { r1: { tos: { set: 0x20 } } } }));
  expect(answersAt(traced, 2)[0]?.changed).toEqual({ typeOfService: { sent: 0, quoted: 0x20 } });
  expect(answersAt(traced, 2)[0]?.nat).toBe(false);
});
