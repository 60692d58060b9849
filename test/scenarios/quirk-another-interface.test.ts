import { expect, test } from 'vitest';
import { detour } from './detour.js';
import { EVERY_WAY, line, trace } from './network.js';

// Connected: an Internet Encyclopedia: a way back through another interface gives an address that the probe never met.
test.each(EVERY_WAY)(
  'a router that answers $method over IPv$family from where the answer leaves is still one hop',
  async (way) => {
    const traced = await trace(detour('outgoing'), way);
    const leaving = way.family === 4 ? '10.0.8.1' : '2001:db8:8::1';
    expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', 'r2', leaving, 'target'], foreign: 0 });
  },
);

test('an answer may come from any address that a router likes', async () => {
  const traced = await trace(line({ nodes: { r2: { errors: { from: '192.0.2.77' } } } }));
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', '192.0.2.77', 'r3', 'target'], foreign: 0 });
});
