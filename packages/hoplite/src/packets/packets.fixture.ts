import { type ExtensionStructure, encodeFrame, type LinkLayer, LinkType } from '@hoplite/codec';
import type { CapturePacket } from '@hoplite/engine';
import { type ErrorOptions, timeExceeded, udpProbe } from '@hoplite/testing';
import fc from 'fast-check';

export const ethernet = {
  kind: 'ethernet',
  destination: '02:00:00:00:00:02',
  source: '02:00:00:00:00:01',
  etherType: 0x0800,
} as const satisfies LinkLayer;

/** A packet of a capture that begins on 2026-01-31 at noon. */
export function capturePacket(frame: Uint8Array, changes: Partial<CapturePacket> = {}): CapturePacket {
  return {
    number: 1,
    at: 0,
    origin: 1_769_860_800_000_000_000n,
    frame,
    linkType: LinkType.ethernet,
    interface: 0,
    originalLength: frame.length,
    comment: null,
    ...changes,
  };
}

/** A datagram in an Ethernet frame. */
export function framed(datagram: Uint8Array, layers: readonly LinkLayer[] = [ethernet]): Uint8Array {
  return encodeFrame(LinkType.ethernet, layers, datagram);
}

export const probe: Uint8Array = udpProbe({
  source: '10.0.0.1',
  destination: '192.0.2.1',
  ttl: 1,
  identification: 3,
  sourcePort: 40123,
  destinationPort: 33434,
  payload: new Uint8Array(4),
});

/** Time Exceeded from 10.0.0.2 with one MPLS label, quoting 8 bytes after the IP header. */
export function answer(options: ErrorOptions = {}): Uint8Array {
  return timeExceeded(probe, '10.0.0.2', { identification: 7, extensions: oneLabel(), ...options });
}

function oneLabel(): ExtensionStructure {
  const label = { label: 24001, trafficClass: 0, bottom: true, ttl: 1 };
  const objects = [{ kind: 'mpls-label-stack', entries: [label] }] as const;
  return { version: 2, reserved: 0, checksum: 0, objects, rest: new Uint8Array(0) };
}

/** Packets of every link type: good ones, mangled ones, and bytes that are nothing. */
export const anyPacket: fc.Arbitrary<CapturePacket> = fc
  .tuple(
    fc.constantFrom(framed(probe), framed(answer()), framed(answer({ quoteLength: 20 })), new Uint8Array(60)),
    fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 8 }),
    fc.uint8Array({ maxLength: 40 }),
    fc.nat(300),
    fc.constantFrom(...Object.values(LinkType), LinkType.ethernet, 147),
    fc.option(fc.string({ unit: 'binary' })),
  )
  .map(([good, changes, tail, cut, linkType, comment]) => {
    const frame = new Uint8Array([...good, ...tail]);
    for (const [offset, value] of changes) if (offset < frame.length) frame[offset] = value;
    return capturePacket(frame.slice(0, cut), { linkType, comment, originalLength: frame.length });
  });
