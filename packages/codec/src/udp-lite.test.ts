import { fromHex } from '@hoplite/testing';
import { expect, test } from 'vitest';
import { decodeDatagram, encodeDatagram } from './datagram.js';
import { verifyChecksums } from './verify.js';

// Sent by Linux over its loopback interface with a coverage of 8.
const bytes = fromHex('45000020d71640004088653d7f0000017f000001e785829c0008973e6c697465');

test('a datagram that Linux sent, as tshark 4 reads it', () => {
  const result = decodeDatagram(bytes);
  expect(result).toMatchObject({
    ok: true,
    value: {
      payload: {
        kind: 'udp-lite',
        sourcePort: 59269,
        destinationPort: 33436,
        checksumCoverage: 8,
        checksum: 0x973e,
        payload: new TextEncoder().encode('lite'),
      },
    },
  });
  if (result.ok) expect(encodeDatagram(result.value)).toEqual(bytes);
});

test('a changed payload leaves the checksum valid where it covers the header alone', () => {
  expect(verifyChecksums(bytes.with(31, 0xff))).toMatchObject({ payload: 'valid' });
  expect(verifyChecksums(bytes.with(21, 0xff))).toMatchObject({ payload: 'invalid' });
});

test('a coverage that RFC 3828 forbids makes the checksum invalid, not the datagram', () => {
  for (const coverage of [1, 7, 13]) {
    const changed = bytes.with(25, coverage);
    expect(decodeDatagram(changed)).toMatchObject({ ok: true, value: { payload: { checksumCoverage: coverage } } });
    expect(verifyChecksums(changed)).toMatchObject({ payload: 'invalid' });
  }
});
