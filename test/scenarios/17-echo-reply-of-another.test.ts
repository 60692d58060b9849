import { encodeDatagram } from '@hoplite/codec';
import { expect, test } from 'vitest';
import { read } from './meddling.js';
import { FAMILIES, line, trace, WHOLE } from './network.js';

/** Before each answer of a router come echo replies: from a stranger for our probes, and from the target for another's. */
function withStrangers(reply: Uint8Array): readonly Uint8Array[] {
  const { ip, payload } = read(reply);
  if (!('original' in payload)) return [reply];
  const probe = read(payload.original);
  if (!('identifier' in probe.payload)) return [reply];
  const { identifier, sequenceNumber, data } = probe.payload as { [name: string]: never } & typeof probe.payload;
  const back = { ...probe.ip, source: probe.ip.destination, destination: probe.ip.source };
  const echo = { name: 'echo-reply', code: 0, data } as const;
  const answer = (from: string, fields: { identifier: number; sequenceNumber: number }) =>
    encodeDatagram({
      ip: { ...back, source: from },
      payload:
        ip.version === 4
          ? { kind: 'icmpv4', type: 0, ...echo, ...fields }
          : { kind: 'icmpv6', type: 129, ...echo, ...fields },
    });
  return [
    answer(ip.version === 4 ? '203.0.113.9' : '2001:db8:5::9', { identifier, sequenceNumber }),
    answer(back.source, { identifier: identifier ^ 1, sequenceNumber }),
    answer(back.source, { identifier, sequenceNumber: sequenceNumber ^ 0x8000 }),
    reply,
  ];
}

test.each(FAMILIES)('echo replies from others, or to others, answer nothing, over IPv%i', async (family) => {
  const traced = await trace(line(), { method: 'icmp', family, meddling: { arriving: withStrangers } });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
  const replied = traced.hops.flatMap(({ probes }) => probes.map((probe) => 'address' in probe && probe.duplicates));
  expect(replied).toEqual(Array(12).fill(0));
});

test('a target that answers from another of its addresses is not taken for another one', async () => {
  const traced = await trace(line({ nodes: { target: { services: { from: '203.0.113.9' } } } }), {
    method: 'icmp',
    maxTtl: 4,
  });
  expect(traced).toMatchObject({ outcome: 'max-ttl', path: ['r1', 'r2', 'r3', '*'] });
});
