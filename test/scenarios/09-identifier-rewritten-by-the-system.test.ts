import { encodeDatagram } from '@hoplite/codec';
import { expect, test } from 'vitest';
import { read } from './meddling.js';
import { answersAt, FAMILIES, line, trace, WHOLE } from './network.js';

// Linux gives unprivileged ICMP sockets an identifier of its own. Here a transport tells what left in place of the probe;
// that the unprivileged one learns it from its socket is for the tests of the transport over live sockets.
const OWN = 0x7e57;

function asLinux(probe: Uint8Array): Uint8Array {
  const { ip, payload } = read(probe);
  if (!('identifier' in payload)) throw new Error('no echo request');
  const { checksum: _, ...echo } = payload;
  return encodeDatagram({ ip, payload: { ...echo, identifier: OWN } });
}

test.each(FAMILIES)(
  'an identifier that the system wrote is the one that answers are known by, over IPv%i',
  async (family) => {
    const traced = await trace(line(), { method: 'icmp', family, meddling: { leaving: asLinux } });
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0 });
    const identifiers = traced.hops.flatMap(({ probes }) => probes.map(({ identifier }) => identifier));
    expect(new Set(identifiers)).toEqual(new Set([OWN]));
    expect(answersAt(traced, 2)[0]?.changed).toEqual({});
  },
);
