import { LinkType } from '@hoplite/codec';
import type { CapturePacket } from '@hoplite/engine';

/** A capture of raw IP datagrams without a file. `at` is in milliseconds since the capture's origin. */
export function captureOf(
  packets: readonly { readonly at: number; readonly datagram: Uint8Array; readonly interface?: number }[],
): CapturePacket[] {
  return packets.map(({ at, datagram, interface: number = 0 }, index) => ({
    number: index + 1,
    at: Math.round(at * 1e6),
    origin: 1_700_000_000_000_000_000n,
    frame: datagram,
    linkType: LinkType.raw,
    interface: number,
    originalLength: datagram.length,
    comment: null,
  }));
}
