import { encodeDatagram, verifyChecksums } from '@hoplite/codec';
import { expect, test } from 'vitest';
import { answersTo, lineNetwork, udp } from './line.fixture.js';

const PAYLOAD = { kind: 'udp', sourcePort: 1, destinationPort: 2, payload: new Uint8Array(12) } as const;

/** A UDP probe with every bit of its type of service (traffic class) set. */
function marked(family: 4 | 6, ttl: number): Uint8Array {
  const [probe] = answersTo(lineNetwork(), udp(1, { family }));
  const ip = probe?.quote?.ip;
  if (ip?.version === 4) {
    const { headerChecksum: _, ...fields } = ip;
    return encodeDatagram({ ip: { ...fields, totalLength: 40, ttl, typeOfService: 0xff }, payload: PAYLOAD });
  }
  if (ip?.version === 6) {
    return encodeDatagram({ ip: { ...ip, payloadLength: 20, hopLimit: ttl, trafficClass: 0xff }, payload: PAYLOAD });
  }
  throw new Error('the first router is silent');
}

test.each([
  [{}, 0xff, 0x00],
  [{ keep: 0x03 }, 0xff, 0x03],
  [{ keep: 0x03, set: 0x28 }, 0xff, 0x2b],
  [{ keep: 0xff, set: 0 }, 0xff, 0xff],
] as const)(
  'a router with tos %o passes on a marked packet of either family with the mark changed',
  (tos, before, after) => {
    const network = lineNetwork({ nodes: { r2: { tos } } });
    for (const [ttl, mark] of [
      [2, before],
      [3, after],
    ] as const) {
      expect(answersTo(network, marked(4, ttl))).toMatchObject([{ quote: { ip: { typeOfService: mark } } }]);
      expect(answersTo(network, marked(6, ttl))).toMatchObject([
        { quote: { ip: { trafficClass: mark, flowLabel: 0 } } },
      ]);
    }
    const [arrived] = network.send('pc', marked(4, 9), 0);
    expect(verifyChecksums(arrived?.datagram ?? new Uint8Array(0))).toMatchObject({ ip: 'valid', payload: 'valid' });
  },
);
