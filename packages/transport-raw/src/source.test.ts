import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { addressesOf, scoped, sourceFor } from './source.js';

/** The loopback interface, whatever this system calls it. */
const loopback = Object.entries(networkInterfaces()).find(([, addresses]) =>
  addresses?.some(({ internal }) => internal),
);
const device = loopback?.[0] ?? 'lo';

describe('the source address', () => {
  test('is the one by which the system routes', async () => {
    expect(await sourceFor('127.0.0.1', null)).toBe('127.0.0.1');
  });

  test('is one of the interface where that is given, and of the destination’s family', async () => {
    expect(await sourceFor('127.0.0.1', device)).toBe('127.0.0.1');
    expect(await sourceFor('192.0.2.1', device)).toBe('127.0.0.1');
  });

  test('is refused where there is no such interface', async () => {
    await expect(sourceFor('192.0.2.1', 'no-such')).rejects.toMatchObject({
      code: 'ENODEV',
      message: 'there is no interface no-such that is up and has an address',
    });
  });

  test.each(['010.0.0.1', 'localhost', ''])('is refused for %j, which is no address', async (destination) => {
    await expect(sourceFor(destination, null)).rejects.toThrow(RangeError);
  });
});

test('an address of one link alone goes out by the interface that was given', () => {
  expect(scoped('fe80::1', 'eth0')).toBe('fe80::1%eth0');
  expect(scoped('fe80::1', null)).toBe('fe80::1');
  expect(scoped('2001:db8::1', 'eth0')).toBe('2001:db8::1');
  expect(scoped('192.0.2.1', 'eth0')).toBe('192.0.2.1');
});

test('an interface that is not there has no addresses', () => {
  expect(addressesOf(device)).toContain('127.0.0.1');
  expect(addressesOf('no-such')).toEqual([]);
});
