import { verifyChecksums } from '@hoplite/codec';
import { describe, expect, test } from 'vitest';
import { answersTo, echo, lineNetwork, saidTo, tcp, udp } from './line.fixture.js';

describe.each([4, 6] as const)('a line of routers over IPv%i', (family) => {
  const network = lineNetwork();
  const near = (place: number): string => (family === 4 ? `10.0.${place}.2` : `2001:db8::${place}:2`);

  test('answers each TTL from the interface by which the probe came, after the way there and back', () => {
    for (const ttl of [1, 2, 3]) {
      const answers = answersTo(network, udp(ttl, { family }));
      expect(answers).toMatchObject([{ from: near(ttl), what: 'time-exceeded', at: 2 * ttl }]);
    }
  });

  test('reaches the target, which has no such port open', () => {
    const code = family === 4 ? '3/3' : '1/4';
    expect(answersTo(network, udp(4, { family }))).toMatchObject([{ from: near(4), what: code, at: 8 }]);
    expect(saidTo(network, echo(64, family))).toEqual([`${near(4)} echo-reply`]);
    expect(saidTo(network, tcp(64, { family }))).toEqual([`${near(4)} tcp 10100`]);
  });

  test('sends nothing whose checksums are wrong', () => {
    for (const probe of [udp(1, { family }), udp(9, { family }), echo(9, family), tcp(9, { family })]) {
      for (const { datagram } of network.send('pc', probe, 0)) {
        expect(verifyChecksums(datagram)).toMatchObject({ ip: family === 4 ? 'valid' : null, payload: 'valid' });
      }
    }
  });
});
