import { expect, test } from 'vitest';
import { changeQuote, withOptions } from './meddling.js';
import { EVERY_WAY, line, trace, WHOLE } from './network.js';

// Whoever takes the transport header to stand 20 or 40 bytes behind the start of the datagram reads nonsense here.
const PLACES = [
  { where: 'the reply', arriving: withOptions },
  { where: 'the quote', arriving: (reply: Uint8Array) => changeQuote(reply, withOptions) },
  { where: 'both', arriving: (reply: Uint8Array) => withOptions(changeQuote(reply, withOptions)) },
];

test.each(PLACES)('options or extension headers in $where hide no answer', async ({ arriving }) => {
  for (const way of EVERY_WAY) {
    const meddling = { arriving: (reply: Uint8Array) => [arriving(reply)] };
    const traced = await trace(line(), { ...way, meddling });
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0 });
  }
});

test('a header that says it is longer than the datagram is no answer, and no harm', async () => {
  const arriving = (reply: Uint8Array) => {
    const claiming = reply.slice();
    claiming[0] = 0x4f;
    return [claiming.subarray(0, 40)];
  };
  const traced = await trace(line(), { maxTtl: 4, wait: 500, meddling: { arriving } });
  expect(traced).toMatchObject({ outcome: 'max-ttl', path: ['*', '*', '*', '*'] });
});
