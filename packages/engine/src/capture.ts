import type { Instant } from './instant.js';

/** A packet of a capture, as `readCapture` of `@hoplite/transport-pcap` yields it and `extractTraces` takes it. */
export interface CapturePacket {
  /** Counted from 1 over the whole file, as Wireshark counts frames. */
  readonly number: number;
  /**
   * When it crossed the interface: nanoseconds since `origin`; negative where the capture is out of order. Without a time,
   * that of the packet before.
   */
  readonly at: Instant;
  /**
   * The time of the capture's first packet: nanoseconds since the Unix epoch. The same for all packets of a capture, but
   * 0 for those without a time (pcapng's simple packet blocks) that come before the first with one.
   */
  readonly origin: bigint;
  /** The bytes captured, from the link layer on. Borrowed until the next packet is asked for: whoever keeps them copies. */
  readonly frame: Uint8Array;
  /** A LINKTYPE_ value (tcpdump.org/linktypes.html). */
  readonly linkType: number;
  /** The interface's number in the capture (over all sections of a pcapng file); 0 in a classic pcap. */
  readonly interface: number;
  /** The frame's length on the wire, in bytes; larger than `frame.length` where the snap length cut it. */
  readonly originalLength: number;
  /** The packet's own comment (pcapng opt_comment), null without. */
  readonly comment: string | null;
}
