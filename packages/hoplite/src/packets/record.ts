import {
  type ChecksumReport,
  type DecodeFailure,
  describeFailure,
  type ExtensionStructure,
  linkTypeName,
  type Quote,
  type QuotedPayload,
  verifyChecksums,
} from '@hoplite/codec';
import { type CapturePacket, formatTimestamp } from '@hoplite/engine';
import { type DecodedPacket, decodePacket } from './decode.js';
import { type ExtensionRecord, extensionRecords } from './extension-record.js';
import { hexOf } from './hex.js';
import { type PlainObject, plainObject } from './plain.js';

/**
 * A packet as one JSON value: all that was decoded of it, in the field names of the codec, bytes in hexadecimal. Its
 * schema: `hoplite/schema/packet-record.schema.json`.
 */
export interface PacketRecord extends TransportRecord {
  /** The version of this shape. While it is 1, what is here keeps its meaning; fields may be added. */
  readonly v: 1;
  /** Counted from 1, as Wireshark counts frames. */
  readonly number: number;
  /** RFC 3339 in UTC with nine decimals. */
  readonly at: string;
  /** The interface's number in the capture, over all sections of a pcapng file; 0 in a classic pcap. */
  readonly interface: number;
  /** The packet's own comment (pcapng), as others wrote it; null without. */
  readonly comment: string | null;
  /** The capture's link type: `ethernet`, `linux-sll2`, `raw`; `linktype-147` for one without a name here. */
  readonly link: string;
  /** Bytes on the wire. */
  readonly length: number;
  /** Bytes in the capture. */
  readonly captured: number;
  /** The link layers from the outside in. */
  readonly layers: readonly PlainObject[];
  /**
   * The IPv4 or IPv6 header with all its options or extension headers; null where there is none, or not even its fixed part is
   * there.
   */
  readonly ip: PlainObject | null;
  /** What an ICMP error quotes; null for all else. */
  readonly quote: QuoteRecord | null;
  /** The objects of an ICMP message's extension structure (RFC 4884); empty without. */
  readonly extensions: readonly ExtensionRecord[];
  /** Why decoding stopped short; null where all was decoded. Offsets count from the start of the frame. */
  readonly problem: ProblemRecord | null;
  /** Whether the checksums of the datagram are right; null where there is no IP header to judge. */
  readonly checksums: ChecksumReport | null;
}

/** What follows the IP header, as one of these members; none where nothing of it is there. */
export interface TransportRecord {
  /** A UDP datagram (RFC 768): its header, as far as it is there, and its payload. */
  readonly udp?: PlainObject;
  /** A UDP-Lite datagram (RFC 3828). */
  readonly udpLite?: PlainObject;
  /** A TCP segment (RFC 9293) with its options. */
  readonly tcp?: PlainObject;
  /** An ICMPv4 or ICMPv6 message. Its extension objects are in `extensions` of the packet. */
  readonly icmp?: PlainObject;
  /** In hexadecimal: of a protocol without a decoder, of a fragment but the first, of a frame without IP. */
  readonly payload?: string;
}

/** The part of a datagram that an ICMP error carries back, as far as it can be read. */
export interface QuoteRecord extends TransportRecord {
  /** Its IPv4 or IPv6 header, as far as it is there; null where not even the fixed part is. */
  readonly ip: PlainObject | null;
  /** Why the quote could not be read further: nearly always because it is cut, as quotes are. */
  readonly problem: ProblemRecord | null;
}

/** Where decoding a packet stopped and why, for programs and as a sentence. */
export interface ProblemRecord extends DecodeFailure {
  /** The same as a sentence: `ipv4 at byte 0: needs 28 bytes, 20 are there`. */
  readonly text: string;
}

/** Makes a packet's record; `at` is its time as text, where the caller has it already. */
export function packetRecord(packet: CapturePacket, at: string = timeOf(packet)): PacketRecord {
  const decoded = decodePacket(packet);
  const { frame, ip, payload, quote, problem } = decoded;
  return {
    v: 1,
    number: packet.number,
    at,
    interface: packet.interface,
    comment: packet.comment,
    link: linkTypeName(packet.linkType),
    length: packet.originalLength,
    captured: packet.frame.length,
    layers: frame === null ? [] : frame.layers.map(plainObject),
    ip: ip === null ? null : plainObject(ip),
    ...(frame?.network === 'other' ? { payload: hexOf(frame.payload) } : transportRecord(payload)),
    quote: quote === null ? null : quoteRecord(quote),
    extensions: extensionRecords(payload),
    problem: problemRecord(problem),
    checksums: checksums(decoded),
  };
}

function timeOf({ origin, at }: CapturePacket): string {
  return formatTimestamp(origin + BigInt(at));
}

function quoteRecord({ ip, payload, stopped }: Quote): QuoteRecord {
  return {
    ip: ip === null ? null : plainObject(ip),
    ...transportRecord(payload),
    problem: problemRecord(stopped),
  };
}

const names = { udp: 'udp', 'udp-lite': 'udpLite', tcp: 'tcp', icmpv4: 'icmp', icmpv6: 'icmp' } as const;

function transportRecord(payload: QuotedPayload | null): TransportRecord {
  if (payload === null) return {};
  if (payload.kind === 'opaque') return { payload: hexOf(payload.bytes) };
  const { kind, ...fields } = payload;
  return { [names[kind]]: plainObject('extensions' in fields ? withoutObjects(fields) : fields) };
}

/** The extension objects have their own place in the record. */
function withoutObjects<T extends { readonly extensions?: ExtensionStructure | null }>({ extensions, ...icmp }: T) {
  if (!extensions) return { ...icmp, extensionHeader: null };
  const { objects: _, ...extensionHeader } = extensions;
  return { ...icmp, extensionHeader };
}

function problemRecord(problem: DecodeFailure | null): ProblemRecord | null {
  return problem === null ? null : { ...problem, text: describeFailure(problem) };
}

function checksums({ frame, ip }: DecodedPacket): ChecksumReport | null {
  return frame === null || ip === null ? null : verifyChecksums(frame.payload);
}
