import { expect, test } from 'vitest';
import { changeQuote } from './meddling.js';
import { answersAt, line, trace, WHOLE } from './network.js';

// An error queue gives the answer's address and the first bytes of the probe, no IP header: a transport rebuilds that and
// says which fields it made up. mtr read such answers as of no family and dropped them all. Linux's error queue itself is
// for the tests of the unprivileged transport.
const hidden = ['identification', 'checksum', 'length', 'typeOfService', 'ttl'];

const rebuilt = (reply: Uint8Array) => [
  changeQuote(reply, (quote) => {
    const made = quote.slice();
    made.set([0x45, 0, 0, 0, 0, 0], 0);
    made.set([0, 0], 26);
    return made;
  }),
];

test('an answer whose headers were rebuilt is found by its ports', async () => {
  const traced = await trace(line(), { method: 'udp-classic', meddling: { arriving: rebuilt, hidden } });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0, ambiguous: 0 });
});

test('what nobody could see is not told as changed', async () => {
  const traced = await trace(line(), { method: 'udp-classic', meddling: { arriving: rebuilt, hidden } });
  const [answer] = answersAt(traced, 2);
  expect(answer?.changed).toEqual({});
  expect(answer).toMatchObject({ unknown: hidden, nat: false, quotedTtl: null });
});

test('without that list the same bytes are those of a stranger', async () => {
  const traced = await trace(line(), { method: 'udp-classic', maxTtl: 4, wait: 500, meddling: { arriving: rebuilt } });
  expect(traced).toMatchObject({ outcome: 'max-ttl', path: ['*', '*', '*', '*'], foreign: 12 });
});
