import { expect, test } from 'vitest';
import { labelled, labelsAt, quotingLabels } from './labels.js';
import { FAMILIES, trace, WHOLE } from './network.js';

const HABITS = [
  { title: 'no length field', quote: { lengthField: 'absent' } },
  { title: 'the version in the wrong half of its byte', quote: { extensionVersion: 'swapped' } },
  { title: 'both', quote: { lengthField: 'absent', extensionVersion: 'swapped' } },
] as const;

test.each(HABITS)('labels are found in an extension with $title', async ({ quote }) => {
  for (const family of FAMILIES) {
    const traced = await trace(quotingLabels(quote), { family });
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
    expect(labelsAt(traced, 2)).toEqual([labelled(16001)]);
  }
});

test('what a probe carries is no extension, even if it looks like one', async () => {
  // A structure with a label, at 128 bytes of a quote that is longer: 28 bytes of headers, 100 of payload before it.
  const payload = new Uint8Array(300);
  payload.set([0x20, 0, 0, 0, 0, 8, 1, 1, 0x12, 0x34, 0x51, 1], 100);
  const traced = await trace(quotingLabels({}, { quoted: false }), { payload, packetLength: 400 });
  expect(traced.path).toEqual(WHOLE);
  expect(labelsAt(traced, 2)).toEqual([]);
});
