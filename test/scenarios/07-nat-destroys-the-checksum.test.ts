import { expect, test } from 'vitest';
import { line, trace, WHOLE } from './network.js';

// The checksum and the identification carry a probe both: a NAT or router may destroy one of them.
const nat = { inside: ['pc'], addresses: ['10.0.2.1'], ports: 'rewrite' } as const;

test.each(['udp', 'udp-classic'] as const)('%s finds its probes by the identification behind a NAT', async (method) => {
  const network = line({ nodes: { r1: { nat: { ...nat, quotes: 'stale-checksum' } } } });
  const traced = await trace(network, { method });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0, ambiguous: 0 });
});

test.each(['udp', 'udp-classic'] as const)(
  '%s finds them by the checksum without the identification',
  async (method) => {
    const zero = { errors: { quote: { identification: 'zero' } } } as const;
    const network = line({ nodes: { r1: { nat }, r2: zero, r3: zero } });
    const traced = await trace(network, { method });
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0, ambiguous: 0 });
  },
);

test('a quote that lost both is counted and given to no probe of the one flow', async () => {
  const quote = { identification: 'zero', transportChecksum: 'zero' } as const;
  const traced = await trace(line({ nodes: { r2: { errors: { quote } } } }));
  expect(traced).toMatchObject({ outcome: 'reached', path: ['r1', '*', 'r3', 'target'], foreign: 3 });
});
