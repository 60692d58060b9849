import { describe, expect, test } from 'vitest';
import { Devices, findDevice, isUp } from './interfaces.js';
import { type Libc, loadLibc } from './libc.js';

describe('an interface', () => {
  test('is found by its name', () => {
    const libc = loadLibc();
    // The loopback interface is the first of every namespace.
    expect(findDevice(libc, 'lo')).toEqual({ name: 'lo', index: 1 });
    expect(isUp(libc, { name: 'lo', index: 1 })).toBe(true);
  });

  test.each(['', 'absent', '.', '../lo', 'lo:1', 'lo\0', 'lo '.repeat(6), 'lo/'])('is none by the name %j', (name) => {
    const libc = loadLibc();
    expect(findDevice(libc, name)).toBeNull();
    expect(isUp(libc, { name, index: 1 })).toBe(false);
  });

  test('that was made anew is the new one to the next trace', () => {
    const devices = new Devices(numbering([7, 9]), null);
    expect([devices.find('tun0'), devices.of('tun0'), devices.find('tun0'), devices.of('tun0')]).toEqual(
      [7, 7, 9, 9].map((index) => ({ name: 'tun0', index })),
    );
  });

  test('that everything is bound to is none while it is gone, then the one that was made anew', () => {
    const bound = { name: 'tun0', index: 7 };
    const devices = new Devices(numbering([null, 9]), bound);
    devices.look(0);
    expect([devices.of(undefined), devices.bound]).toEqual([undefined, bound]);
    devices.look(1e9);
    expect([devices.of(undefined), devices.bound]).toEqual([
      { name: 'tun0', index: 9 },
      { name: 'tun0', index: 9 },
    ]);
  });
});

/** A system that has for each question after an interface the next of these numbers; null where it has none then. */
function numbering(indices: (number | null)[]): Libc {
  return {
    socket: () => 3,
    close: () => 0,
    ioctl(_: number, __: number, request: Uint8Array) {
      const index = indices.shift() ?? null;
      new DataView(request.buffer).setInt32(16, index ?? 0, true);
      return index === null ? -19 : 0;
    },
  } as unknown as Libc;
}
