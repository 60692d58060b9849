import { fromHex, toHex } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeControl, encodeControl } from './control-messages.js';

/** A control message as the kernel lays it out. */
function message([level, type, hex]: readonly [number, number, string]): string {
  const data = fromHex(hex);
  const bytes = new Uint8Array((16 + data.length + 7) & ~7);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(16 + data.length), true);
  view.setInt32(8, level, true);
  view.setInt32(12, type, true);
  bytes.set(data, 16);
  return toHex(bytes);
}

const control = (...messages: readonly (readonly [number, number, string])[]): Uint8Array =>
  fromHex(messages.map(message).join(''));

const NOTHING = {
  stamp: null,
  ttl: null,
  typeOfService: null,
  flowLabel: null,
  destination: null,
  dropped: null,
  error: null,
};

/** What Linux 6.18 said beside the entries of error queues, on ordinary sockets of user nobody. */
describe('beside an entry of an error queue stands', () => {
  test('of a transmit stamp its number and the instant', () => {
    const said = decodeControl(
      control(
        [1, 37, `3983026b00000000bbbc621200000000${'00'.repeat(32)}`],
        [0, 11, `2a000000040000000000000001000000${'00'.repeat(16)}`],
      ),
    );
    expect(said).toEqual({
      ...NOTHING,
      stamp: { seconds: 1_795_326_777, nanoseconds: 308_460_731 },
      error: { errno: 42, origin: 4, type: 0, code: 0, info: 0, data: 1, offender: null },
    });
  });

  test('of an ICMPv4 Time Exceeded who sent it, how far it came and where its extensions are', () => {
    const said = decodeControl(
      control(
        [1, 35, 'f28e026b000000002a467c3a00000000'],
        [0, 8, '02000000000000000a090101'],
        [0, 2, '40000000'],
        [0, 1, 'd0'],
        [0, 11, '71000000020b00000000000064000000020000000a0901020000000000000000'],
      ),
    );
    expect(said).toEqual({
      stamp: { seconds: 1_795_329_778, nanoseconds: 981_222_954 },
      ttl: 64,
      typeOfService: 0xd0,
      flowLabel: null,
      destination: '10.9.1.1',
      dropped: null,
      error: { errno: 113, origin: 2, type: 11, code: 0, info: 0, data: 100, offender: '10.9.1.2' },
    });
  });

  test('of an ICMPv6 Time Exceeded its flow label too', () => {
    const said = decodeControl(
      control(
        [1, 35, '3883026b000000004da1b03700000000'],
        [41, 50, 'fd09000100000000000000000000000102000000'],
        [41, 52, '3f000000'],
        [41, 67, '00000000'],
        [41, 11, '000a48f4'],
        [41, 25, '710000000303000000000000000000000a00000000000000fd09000200000000000000000000000200000000'],
      ),
    );
    expect(said).toEqual({
      stamp: { seconds: 1_795_326_776, nanoseconds: 934_322_509 },
      ttl: 63,
      typeOfService: 0,
      flowLabel: 0xa48f4,
      destination: 'fd09:1::1',
      dropped: null,
      error: { errno: 113, origin: 3, type: 3, code: 0, info: 0, data: 0, offender: 'fd09:2::2' },
    });
  });
});

test('the number of datagrams that a queue dropped is read, and a flow label without its traffic class', () => {
  expect(decodeControl(control([1, 40, '07010000']))).toEqual({ ...NOTHING, dropped: 263 });
  expect(decodeControl(control([41, 11, '0ff12345']))).toEqual({ ...NOTHING, flowLabel: 0x12345 });
});

test('a structure is written with the length that it has', () => {
  const information = fromHex(`00000000c0000201${'00'.repeat(4)}`);
  const bytes = encodeControl([
    [0, 8, information],
    [0, 1, 0x10],
  ]);
  expect(bytes).toEqual(control([0, 8, toHex(information)], [0, 1, '10000000']));
});

test('messages that are written are read again', () => {
  const bytes = encodeControl([
    [0, 2, 7],
    [41, 67, 0x10],
  ]);
  expect(decodeControl(bytes)).toEqual({ ...NOTHING, ttl: 7, typeOfService: 0x10 });
});

test('whatever the bytes, reading them ends and throws nothing', () => {
  const lying = control([0, 2, '05000000'], [0, 11, '7100000002']);
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 128 }),
      fc.record({ at: fc.nat(lying.length - 1), value: fc.nat(255) }),
      (bytes, { at, value }) => {
        const changed = lying.slice();
        changed[at] = value;
        for (const each of [bytes, changed, changed.subarray(0, at)]) expect(decodeControl(each)).toBeTypeOf('object');
      },
    ),
  );
});
