import { fromHex } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { decodeDatagram, encodeDatagram } from './datagram.js';
import { TcpFlag } from './tcp.js';
import { verifyChecksums } from './verify.js';

// Segments of a connection over Linux's loopback interface, whose checksums are left to a network card that is not there.
const syn =
  '4500003cff25400040063d947f0000017f000001e2ce1092658ade9200000000a002ffd7fe3000000204ffd70402080a17d9ea5b000000000103030a';
const data =
  '4500003bff27400040063d937f0000017f000001e2ce1092658ade93573f1ef380180040fe2f00000101080a17d9ea5b233cfe96686f706c697465';

test('a SYN with its options, as tcpdump 4.99 reads it', () => {
  expect(decodeDatagram(fromHex(syn))).toMatchObject({
    ok: true,
    value: {
      payload: {
        kind: 'tcp',
        sourcePort: 58062,
        destinationPort: 4242,
        sequenceNumber: 1703599762,
        acknowledgmentNumber: 0,
        headerLength: 40,
        reserved: 0,
        flags: TcpFlag.syn,
        window: 65495,
        checksum: 0xfe30,
        urgentPointer: 0,
        options: [
          { kind: 'maximum-segment-size', value: 65495 },
          { kind: 'sack-permitted' },
          { kind: 'timestamps', value: 400157275, echoReply: 0 },
          { kind: 'no-operation' },
          { kind: 'window-scale', shift: 10 },
        ],
        payload: new Uint8Array(0),
      },
    },
  });
});

test.each([
  ['SYN', syn, 0x164c],
  ['data', data, 0xff61],
])('the checksum that tcpdump computes for the %s segment is the one computed here', (_, hex, right) => {
  expect(verifyChecksums(fromHex(hex))).toMatchObject({ ip: 'valid', payload: 'invalid' });
  const result = decodeDatagram(fromHex(hex));
  if (!result.ok || result.value.payload.kind !== 'tcp') throw new Error('no TCP segment');
  const { checksum: _left, ...payload } = result.value.payload;
  const encoded = encodeDatagram({ ip: result.value.ip, payload });
  expect(new DataView(encoded.buffer).getUint16(36)).toBe(right);
  expect(verifyChecksums(encoded)).toMatchObject({ payload: 'valid' });
});

describe('what the strict door refuses', () => {
  test.each([
    ['a segment of 19 bytes', segment('50', 19), 'tcp', 'truncated', 20, 20, 19],
    ['a header of 16 bytes', segment('40', 20), 'tcp', 'header-length', 20, 20, 20],
    ['a header past the payload', segment('60', 23), 'tcp', 'header-length', 20, 24, 23],
    ['an option of length 1', segment('60', 20, '02010000'), 'tcp-option', 'option-length', 40, 2, 4],
    ['an option past the header', segment('60', 20, '01020401'), 'tcp-option', 'option-length', 41, 4, 3],
  ] as const)('%s', (_, hex, layer, reason, offset, needed, available) => {
    const failure = { layer, reason, offset, needed, available };
    expect(decodeDatagram(fromHex(hex))).toEqual({ ok: false, failure });
  });

  function segment(dataOffset: string, length: number, options = ''): string {
    const tcp = `${'00'.repeat(12)}${dataOffset}${'00'.repeat(length - 13)}${options}`;
    const total = (20 + tcp.length / 2).toString(16).padStart(4, '0');
    return `4500${total}0000000040060000c0000201c0000202${tcp}`;
  }
});
