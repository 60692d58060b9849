import { LinkType } from '@hoplite/codec';
import type { CapturePacket } from '@hoplite/engine';

/** A datagram on its way past who captures. */
export interface PassingDatagram {
  /** Milliseconds since the capture's origin. */
  readonly at: number;
  /** The whole datagram, which becomes the frame: the link type is raw IP. */
  readonly datagram: Uint8Array;
  /** Which of the capture's interfaces saw it. Default 0, the first. */
  readonly interface?: number;
}

/** A capture of raw IP datagrams without a file, its packets numbered as they are given. */
export function captureOf(packets: readonly PassingDatagram[]): CapturePacket[] {
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
