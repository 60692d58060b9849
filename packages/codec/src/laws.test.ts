import {
  checksumsAreJudged,
  datagram,
  decodingIsTotal,
  decodingUndoesEncoding,
  encodingUndoesDecoding,
  laxDoorReachesWhatStrictReads,
  mutatedDatagramBytes,
  paddingIsNoPart,
  plausibleBytes,
  prefixesFail,
  validDatagramBytes,
  whatDoesNotFitIsRefused,
} from '@hoplite/testing';
import fc from 'fast-check';
import { test } from 'vitest';

const runs = { numRuns: 1000 };

test('a datagram that was encoded decodes to what was given, with lengths and checksums filled in', () => {
  fc.assert(fc.property(datagram(), decodingUndoesEncoding), runs);
});

test('whatever valid bytes are decoded, encoding gives them back', () => {
  fc.assert(fc.property(validDatagramBytes(), encodingUndoesDecoding), runs);
});

test('bytes behind the end of a datagram are no part of it', () => {
  fc.assert(fc.property(validDatagramBytes(), fc.uint8Array({ maxLength: 46 }), paddingIsNoPart), runs);
});

test('every proper prefix of a valid datagram fails, and says how many bytes it needs and has', () => {
  fc.assert(fc.property(validDatagramBytes(), prefixesFail), runs);
});

test('the lax door takes every prefix that holds the IP header, and reads in it what the strict door reads in the whole', () => {
  fc.assert(fc.property(validDatagramBytes(), laxDoorReachesWhatStrictReads), runs);
});

test('checksums that were computed verify, and no longer when any one bit they cover is flipped', () => {
  fc.assert(fc.property(datagram(), fc.nat(), fc.nat(7), checksumsAreJudged), runs);
});

test('a number that its field cannot hold, or an address that is none, is refused with a RangeError that shows it', () => {
  const bad = fc.constantFrom(-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 32);
  fc.assert(fc.property(datagram(), fc.nat(), bad, whatDoesNotFitIsRefused), runs);
});

test('no bytes make a door throw or read what lies around them', () => {
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 200 }), mutatedDatagramBytes(), plausibleBytes());
  fc.assert(fc.property(bytes, decodingIsTotal), { numRuns: 10000 });
});
