import {
  type DecodeFailure,
  decodeFrame,
  decodeQuote,
  type Frame,
  type Quote,
  type QuotedPayload,
} from '@hoplite/codec';
import type { CapturePacket } from '@hoplite/engine';

/** What could be decoded of a captured packet. All offsets count from the start of its frame. */
export interface DecodedPacket {
  /** Null where not even the link layer could be read. */
  readonly frame: Frame | null;
  /** The datagram, or what of it was reached; null where the frame carries none. */
  readonly ip: Quote['ip'];
  readonly payload: QuotedPayload | null;
  /** What an ICMP error quotes. */
  readonly quote: Quote | null;
  /** Why decoding stopped short; null where all was decoded. */
  readonly problem: DecodeFailure | null;
}

/** Decodes a frame layer by layer, as far as that goes. */
export function decodePacket(packet: Pick<CapturePacket, 'linkType' | 'frame'>): DecodedPacket {
  const decoded = decodeFrame(packet.linkType, packet.frame);
  if (!decoded.ok) return { frame: null, ip: null, payload: null, quote: null, problem: decoded.failure };
  const frame = decoded.value;
  if (frame.network === 'other') return { frame, ip: null, payload: null, quote: null, problem: null };

  const { ip, payload, stopped } = decodeQuote(frame.payload);
  const problem = stopped === null ? null : moved(stopped, frame.offset);
  return { frame, ip, payload, quote: quoteOf(payload, packet.frame), problem };
}

function quoteOf(payload: QuotedPayload | null, frame: Uint8Array): Quote | null {
  if (payload === null || !('original' in payload) || payload.original === undefined) return null;
  const quote = decodeQuote(payload.original);
  if (quote.stopped === null) return quote;
  return { ...quote, stopped: moved(quote.stopped, payload.original.byteOffset - frame.byteOffset) };
}

function moved(failure: DecodeFailure, offset: number): DecodeFailure {
  return { ...failure, offset: failure.offset + offset };
}
