import { encodeDatagram } from '@hoplite/codec';
import { describe, expect, test } from 'vitest';
import { labelled, labelsAt, quotingLabels } from './labels.js';
import { fitting, read } from './meddling.js';
import { FAMILIES, trace, WHOLE } from './network.js';

/** Puts an object of class 9 that says it is so many bytes long behind the label that r2 quotes. */
const lengthened = (length: number) => (reply: Uint8Array) => {
  const { ip, payload } = read(reply);
  if (!('extensions' in payload) || payload.extensions === null) return [reply];
  const { checksum: _, ...message } = payload;
  const { checksum: __, ...structure } = payload.extensions;
  const extensions = { ...structure, rest: Uint8Array.of(length >> 8, length, 9, 9) };
  return [encodeDatagram({ ip: fitting(ip), payload: { ...message, extensions } })];
};

describe.each(FAMILIES)('over IPv%i', (family) => {
  test.each([0, 3, 5, 200, 65535])('the objects before one with a length of %i are kept', async (length) => {
    const traced = await trace(quotingLabels({}), { family, meddling: { arriving: lengthened(length) } });
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
    expect(labelsAt(traced, 2)).toEqual([labelled(16001)]);
  });

  test('an object of no known class is kept as it came', async () => {
    const traced = await trace(quotingLabels({}), { family, meddling: { arriving: lengthened(4) } });
    const answers = traced.hops[1]?.probes ?? [];
    expect(answers).toMatchObject(Array(3).fill({ extensions: [{ class: 9, type: 9, data: '' }] }));
  });
});
