import { expect, test } from 'vitest';
import { type DecodeFailure, describeFailure } from './result.js';

test.each<[string, DecodeFailure]>([
  [
    'ipv4 at byte 0: needs 28 bytes, 20 are there',
    { layer: 'ipv4', reason: 'truncated', offset: 0, needed: 28, available: 20 },
  ],
  ['ip at byte 0: needs 1 byte, 0 are there', { layer: 'ip', reason: 'truncated', offset: 0, needed: 1, available: 0 }],
  [
    'udp at byte 20: its length field says 5, its own header has 8 bytes',
    { layer: 'udp', reason: 'total-length', offset: 20, needed: 8, available: 5 },
  ],
  [
    'tcp at byte 20: its header claims 60 bytes, 24 are there',
    { layer: 'tcp', reason: 'header-length', offset: 20, needed: 60, available: 24 },
  ],
  [
    'tcp at byte 20: its header claims less than 20 bytes',
    { layer: 'tcp', reason: 'header-length', offset: 20, needed: 20, available: 24 },
  ],
  [
    'tcp at byte 20: its header claims less than 20 bytes',
    { layer: 'tcp', reason: 'header-length', offset: 20, needed: 20, available: 20 },
  ],
  [
    'ip at byte 0: its version is one that nothing here knows',
    { layer: 'ip', reason: 'version', offset: 0, needed: 1, available: 40 },
  ],
  [
    'link at byte 0: nothing here can read it',
    { layer: 'link', reason: 'unsupported', offset: 0, needed: 0, available: 60 },
  ],
  [
    'vlan at byte 46: more headers follow one another than any real packet has',
    { layer: 'vlan', reason: 'too-many', offset: 46, needed: 0, available: 20 },
  ],
  [
    'ipv4-option at byte 20: an option claims 9 bytes, 1 is there',
    { layer: 'ipv4-option', reason: 'option-length', offset: 20, needed: 9, available: 1 },
  ],
  [
    'tcp-option at byte 40: an option claims less than 2 bytes',
    { layer: 'tcp-option', reason: 'option-length', offset: 40, needed: 2, available: 4 },
  ],
  [
    'tcp-option at byte 40: an option claims less than 2 bytes',
    { layer: 'tcp-option', reason: 'option-length', offset: 40, needed: 2, available: 2 },
  ],
])('%s', (sentence, failure) => {
  expect(describeFailure(failure)).toBe(sentence);
});
