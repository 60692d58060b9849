import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { OwnAddresses } from './own-addresses.js';

const SECOND = 1e9;

describe('an address is this host’s', () => {
  test('where an interface has it, or it is of the loopback network', () => {
    const [first] = Object.values(networkInterfaces()).flatMap((all = []) =>
      all.filter(({ family }) => family === 'IPv4'),
    );
    const own = new OwnAddresses();
    expect(own.has(first?.address ?? '', 0)).toBe(true);
    expect(own.has('127.9.9.9', 0)).toBe(true);
    expect(own.has('192.0.2.200', 0)).toBe(false);
  });

  test('from when it was given on, and no longer when it was taken away', () => {
    let addresses: readonly string[] = [];
    const own = new OwnAddresses(() => addresses);
    expect(own.has('192.0.2.1', 0)).toBe(false);
    addresses = ['192.0.2.1'];
    expect(own.has('192.0.2.1', 1)).toBe(true);
    addresses = [];
    expect(own.has('192.0.2.1', SECOND)).toBe(false);
  });
});
