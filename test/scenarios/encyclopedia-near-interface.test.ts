import { expect, test } from 'vitest';
import { answersAt, EVERY_WAY, line, trace, WHOLE } from './network.js';

// Connected: an Internet Encyclopedia: of each router only the near interface is seen, that by which the probe came.
test.each(EVERY_WAY)('$method over IPv$family sees no address by which a router sends on', async (way) => {
  const traced = await trace(line(), way);
  expect(traced.path).toEqual(WHOLE);
  const far = [1, 2, 3, 4].map((place) => (way.family === 4 ? `10.0.${place}.1` : `2001:db8::${place}:1`));
  const seen = traced.hops.flatMap(({ probes }) => probes.map((probe) => 'address' in probe && probe.address));
  expect(far.filter((address) => seen.includes(address))).toEqual([]);
});

test('a router that tells its interface (RFC 5837) is heard', async () => {
  const traced = await trace(
    line({ nodes: { r2: { errors: { from: 'node', interfaceInformation: true }, addresses: ['192.0.2.2'] } } }),
  );
  expect(traced.path).toEqual(['r1', '192.0.2.2', 'r3', 'target']);
  expect(answersAt(traced, 2)[0]?.interfaces).toMatchObject([{ role: 'incoming', name: 'r1-r2', address: '10.0.2.2' }]);
});
