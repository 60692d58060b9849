import { directReply, icmpProbe } from '@hoplite/testing';
import { expect, test } from 'vitest';
import { read } from './meddling.js';
import { FAMILIES, line, trace, WHOLE } from './network.js';

/** Echo replies to the probe that a router's answer quotes, each wrong in one thing; none for another answer. */
function strangers(answer: Uint8Array): readonly Uint8Array[] {
  const { payload } = read(answer);
  if (!('original' in payload)) return [];
  const { ip, payload: echo } = read(payload.original);
  if (!('name' in echo) || echo.name !== 'echo-request') return [];
  const { source, destination } = ip;
  const { identifier, sequenceNumber } = echo;
  const right = { source, destination, identifier, sequenceNumber, ttl: 1 };
  return [
    { ...right, destination: ip.version === 4 ? '203.0.113.9' : '2001:db8:5::9' },
    { ...right, identifier: identifier ^ 1 },
    { ...right, sequenceNumber: sequenceNumber ^ 0x8000 },
  ].map((wrong) => directReply(icmpProbe(wrong)));
}

test.each(FAMILIES)('echo replies from others, or to others, answer nothing, over IPv%i', async (family) => {
  let forged = 0;
  const arriving = (answer: Uint8Array) => {
    const before = strangers(answer);
    forged += before.length;
    return [...before, answer];
  };
  const traced = await trace(line(), { method: 'icmp', family, meddling: { arriving } });
  expect(forged).toBe(27);
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
  for (const probe of traced.hops.flatMap(({ probes }) => probes)) expect(probe).toMatchObject({ duplicates: 0 });
});

test('a target that answers from another of its addresses is not taken for another one', async () => {
  const network = line({ nodes: { target: { services: { from: '203.0.113.9' } } } });
  const traced = await trace(network, { method: 'icmp', maxTtl: 4 });
  expect(traced).toMatchObject({ outcome: 'max-ttl', path: ['r1', 'r2', 'r3', '*'] });
});
