import { expect, test } from 'vitest';
import { labelled, labelsAt, quotingLabels } from './labels.js';
import { FAMILIES, trace, WHOLE } from './network.js';

// Captured in the field: 17 words said, the extension at 128 bytes all the same.
test.each(FAMILIES)('labels stand at 128 bytes whatever the length field says, over IPv%i', async (family) => {
  for (const lengthField of [17, 1, 33, 200]) {
    const traced = await trace(quotingLabels({ lengthField }), { family });
    expect(traced).toMatchObject({ outcome: 'reached', path: WHOLE });
    expect(labelsAt(traced, 2)).toEqual([labelled(16001)]);
  }
});

test.each(FAMILIES)('a probe longer than that is found by what is quoted of it, over IPv%i', async (family) => {
  const traced = await trace(quotingLabels({ lengthField: 17 }), { family, packetLength: 1000 });
  expect(traced.path).toEqual(WHOLE);
  expect(labelsAt(traced, 2)).toEqual([labelled(16001)]);
});
