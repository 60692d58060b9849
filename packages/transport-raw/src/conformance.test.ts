import { transportLaws } from '@hoplite/testing';
import { describe, test } from 'vitest';
import { createFakeNetwork } from './fake-module.fixture.js';
import { rawTransportOver } from './over-system.js';
import { platformOf } from './platform.js';

/** As macOS has an IPv4 header, seen from a processor with the low byte first: two fields turned around. */
function swapped(datagram: Uint8Array): Uint8Array {
  const turned = datagram.slice();
  for (const offset of [2, 6]) turned.set([datagram[offset + 1] ?? 0, datagram[offset] ?? 0], offset);
  return turned;
}

describe.each([
  ['linux', (datagram: Uint8Array) => datagram],
  ['darwin', swapped],
])('over sockets as those of %s, it keeps the law that', (name, turned) => {
  const unroutable = '203.0.113.9';
  const laws = transportLaws({
    create: () =>
      rawTransportOver({ module: createFakeNetwork(unroutable, turned).module, platform: platformOf(name) }),
    // The source address is asked of the real system, which has a way to itself.
    destination: '127.0.0.1',
    unroutable,
    patience: 50,
    settle: () => new Promise((resolve) => setTimeout(resolve, 20)),
  });
  for (const { name, check } of laws) test(name, check);
});
