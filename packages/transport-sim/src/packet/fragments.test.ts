import { type DatagramInit, encodeDatagram, reachNetworkLayer, verifyChecksums } from '@hoplite/codec';
import { datagram } from '@hoplite/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Reassembly } from '../node/reassembly.js';
import { fragments } from './fragments.js';
import { bytesOf, type Packet, readPacket } from './packet.js';

/** A datagram with any options that may be divided. */
const divisible = fc
  .tuple(datagram(), fc.uint8Array({ minLength: 0, maxLength: 1500 }))
  .filter(([{ ip }]) => ip.version === 4)
  .map(([{ ip }, bytes]) => {
    const { totalLength: _, headerChecksum: __, ...rest } = ip as Extract<DatagramInit['ip'], { version: 4 }>;
    const whole = { dontFragment: false, moreFragments: false, fragmentOffset: 0, protocol: 253 };
    return encodeDatagram({ ip: { ...rest, ...whole }, payload: { kind: 'opaque', bytes } });
  });

const mtus = fc.integer({ min: 68, max: 700 });

test('what is divided is put together again in whatever order it comes, also where fragments were divided again', () => {
  fc.assert(
    fc.property(divisible, mtus, mtus, fc.boolean(), (bytes, wide, narrow, isReversed) => {
      const pieces = fragments(packetOf(bytes), wide).flatMap((piece) => fragments(piece, narrow));
      for (const { bytes: piece } of pieces) {
        expect(piece.length).toBeLessThanOrEqual(narrow);
        expect(verifyChecksums(piece)?.ip).toBe('valid');
        expect(packetOf(piece).fragment).toBe(pieces.find((each) => each.bytes === piece)?.fragment);
      }
      const reassembly = new Reassembly();
      const came = isReversed ? pieces.toReversed() : pieces;
      const results = came.map((piece) => (piece.fragment === 'none' ? piece : reassembly.add(piece)));
      expect(results.slice(0, -1)).toEqual(results.slice(0, -1).map(() => null));
      const whole = results.at(-1) ?? null;
      expect(whole === null ? null : bytesOf(whole)).toEqual(bytes);
    }),
    { numRuns: 500 },
  );
});

test('of its options each fragment but the first has those alone whose type says that they are copied', () => {
  fc.assert(
    fc.property(divisible, mtus, (bytes, mtu) => {
      const [first, ...later] = fragments(packetOf(bytes), mtu).map((piece) => optionTypes(piece.bytes));
      const copied = first?.filter((type) => type >= 0x80);
      for (const types of later) expect(types).toEqual(copied);
    }),
  );
});

function packetOf(bytes: Uint8Array): Packet {
  const packet = readPacket(bytes);
  if (packet === null) throw new Error('these bytes are no datagram');
  return packet;
}

/** As they stand there, without what only fills: read by itself, byte by byte. */
function optionTypes(bytes: Uint8Array): readonly number[] {
  const network = reachNetworkLayer(bytes);
  const types: number[] = [];
  for (let at = 20; at < (network.ip === null ? 0 : network.start); ) {
    const type = bytes[at] ?? 0;
    if (type === 0) break;
    if (type !== 1) types.push(type);
    at += type === 1 ? 1 : (bytes[at + 1] ?? 2);
  }
  return types;
}
