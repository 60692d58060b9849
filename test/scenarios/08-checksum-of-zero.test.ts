import { expect, test } from 'vitest';
import { read } from './meddling.js';
import { EVERY_WAY, line, trace, WHOLE } from './network.js';

// With these seeds the numbers that tell the probes apart come to their end within the trace.
const CHECKSUMS_AT_THEIR_END = 2555;
const IDENTIFICATIONS_AT_THEIR_END = 51_219;

// RFC 768: a checksum of zero says that there is none, so 0xffff goes over the wire in its place.
const CARRYING = EVERY_WAY.filter(
  ({ method, family }) => method === 'udp' || method === 'udp-classic' || (method === 'udp-dublin' && family === 6),
);
test.each(CARRYING)('no $method over IPv$family has a checksum that could be 0 or 0xffff', async (way) => {
  const checksums: number[] = [];
  const leaving = (probe: Uint8Array) => {
    const { payload } = read(probe);
    if (payload.kind === 'udp') checksums.push(payload.checksum);
    return probe;
  };
  const traced = await trace(line(), { ...way, seed: CHECKSUMS_AT_THEIR_END, maxTtl: 4, meddling: { leaving } });
  expect(checksums).toEqual([0xfffd, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 32]);
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE, foreign: 0 });
});

test('no probe has an identification of 0, which systems and routers write for none', async () => {
  const identifications: number[] = [];
  const leaving = (probe: Uint8Array) => {
    const { ip } = read(probe);
    if (ip.version === 4) identifications.push(ip.identification);
    return probe;
  };
  await trace(line(), { method: 'tcp', seed: IDENTIFICATIONS_AT_THEIR_END, maxTtl: 4, meddling: { leaving } });
  expect(identifications.slice(0, 4)).toEqual([0xfffd, 2, 5, 8]);
});
