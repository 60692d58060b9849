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
    const indices = [7, 9];
    const libc = {
      socket: () => 3,
      close: () => 0,
      ioctl(_: number, __: number, request: Uint8Array) {
        new DataView(request.buffer).setInt32(16, indices.shift() ?? 0, true);
        return 0;
      },
    } as unknown as Libc;
    const devices = new Devices(libc, null);
    expect([devices.find('tun0'), devices.of('tun0'), devices.find('tun0'), devices.of('tun0')]).toEqual(
      [7, 7, 9, 9].map((index) => ({ name: 'tun0', index })),
    );
  });
});
