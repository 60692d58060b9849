import type { DatagramInit } from '@hoplite/codec';
import fc from 'fast-check';
import { bytes, unsigned } from './values.js';

type Init<K> = Extract<DatagramInit['payload'], { readonly kind: K }>;

/** With and without checksum and surplus; a length given is 0, as segmentation offload has it. */
export function udp(): fc.Arbitrary<Init<'udp'>> {
  const ports = {
    kind: fc.constant('udp' as const),
    sourcePort: unsigned(16),
    destinationPort: unsigned(16),
    payload: bytes(0, 64),
    checksum: unsigned(16),
  };
  const required = ['kind', 'sourcePort', 'destinationPort', 'payload'] as const;
  return fc.oneof(
    fc.record({ ...ports, surplus: bytes(0, 12) }, { requiredKeys: [...required] }),
    fc.record({ ...ports, length: fc.constant(0) }, { requiredKeys: [...required] }),
  );
}

/** What is in a first fragment: its length may claim more than is there. */
export function udpBeginning(): fc.Arbitrary<Init<'udp'>> {
  return fc
    .tuple(udp(), fc.nat(2000))
    .map(([{ surplus: _, ...datagram }, rest]) => ({ ...datagram, length: 8 + datagram.payload.length + rest }));
}

export function udpLite(): fc.Arbitrary<Init<'udp-lite'>> {
  return fc.record(
    {
      kind: fc.constant('udp-lite' as const),
      sourcePort: unsigned(16),
      destinationPort: unsigned(16),
      checksumCoverage: fc.oneof(fc.integer({ min: 0, max: 40 }), unsigned(16)),
      checksum: unsigned(16),
      payload: bytes(0, 64),
    },
    { requiredKeys: ['kind', 'sourcePort', 'destinationPort', 'checksumCoverage', 'payload'] },
  );
}
