import { expect, test } from 'vitest';
import { labelled, labelsAt, quotingLabels } from './labels.js';
import { FAMILIES, trace, WHOLE } from './network.js';

// Captured in the field: the length field counts bytes, and nobody computed the extension's checksum.
test.each(FAMILIES)('a length in bytes and no checksum hide no labels, over IPv%i', async (family) => {
  const traced = await trace(quotingLabels({ lengthField: 'bytes', extensionChecksum: 'zero' }), { family });
  expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
  expect(labelsAt(traced, 2)).toEqual([labelled(16001)]);
});
