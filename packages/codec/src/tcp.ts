import { internetChecksum } from './checksum.js';
import { headerWords } from './header-words.js';
import type { Optional } from './optional.js';
import { padded, type Reached, reachedFields } from './reach.js';
import { type DecodeFailure, type DecodeResult, failure } from './result.js';
import { decodeTcpOptions, encodeTcpOptions, type TcpOption } from './tcp-options.js';
import { unsigned } from './unsigned.js';
import { readUint8, readUint16, readUint32, view, writeUint8, writeUint16, writeUint32 } from './wire.js';

//   0                   1                   2                   3
//   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |          Source Port          |       Destination Port        |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |                        Sequence Number                        |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |                    Acknowledgment Number                      |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |  Data |       |C|E|U|A|P|R|S|F|                               |
//  | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
//  |       |       |R|E|G|K|H|T|N|N|                               |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |           Checksum            |         Urgent Pointer        |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |                           [Options]                           |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

/** A TCP segment (RFC 9293 section 3.1), its fields in wire order. */
export interface Tcp {
  /** Protocol 6, over either version of IP. */
  readonly kind: 'tcp';
  /** 16 bits. */
  readonly sourcePort: number;
  /** 16 bits. */
  readonly destinationPort: number;
  /** That of the first byte of data, or in a SYN the initial sequence number: 32 bits. */
  readonly sequenceNumber: number;
  /** With ACK the sequence number that is expected next, else nothing, as found: 32 bits. */
  readonly acknowledgmentNumber: number;
  /** In bytes: the Data Offset field times 4. */
  readonly headerLength: number;
  /** The four bits between Data Offset and the control bits: 0 by rule, kept as found. */
  readonly reserved: number;
  /** The control bits, CWR (0x80) to FIN (0x01); see `TcpFlag`. */
  readonly flags: number;
  /** How many bytes more the sender takes, before the shift of a `window-scale` option: 16 bits. */
  readonly window: number;
  /** Over the segment and a pseudo-header. As found, right or wrong: `verifyChecksums` judges it. */
  readonly checksum: number;
  /** With URG where urgent data ends, counted from `sequenceNumber`, else nothing, as found: 16 bits. */
  readonly urgentPointer: number;
  /** In wire order, 40 bytes at the most; the padding behind them is that of an `end-of-list`. */
  readonly options: readonly TcpOption[];
  /** The segment's data, to the end of the datagram. */
  readonly payload: Uint8Array;
}

/** What the encoders take: a `Tcp` whose header length and checksum may be left out, and are then computed. */
export type TcpInit = Optional<Tcp, 'headerLength' | 'checksum'>;

/** The control bits of RFC 9293 section 3.1. */
export const TcpFlag = {
  /** No more data from the sender. */
  fin: 0x01,
  /** Opens a connection: the sequence number is the first. */
  syn: 0x02,
  /** Resets the connection, or answers for a closed port. */
  rst: 0x04,
  /** The data is to be given to the program at once. */
  psh: 0x08,
  /** The acknowledgment number counts. */
  ack: 0x10,
  /** The urgent pointer counts. */
  urg: 0x20,
  /** ECN-Echo: congestion was seen (RFC 3168 section 6.1). */
  ece: 0x40,
  /** The sender has reduced its congestion window, as asked by `ece`. */
  cwr: 0x80,
} as const;

export const TCP = 6;
const FIXED_LENGTH = 20;
const FIELD_ENDS = {
  sourcePort: 2,
  destinationPort: 4,
  sequenceNumber: 8,
  acknowledgmentNumber: 12,
  headerLength: 13,
  reserved: 13,
  flags: 14,
  window: 16,
  checksum: 18,
  urgentPointer: 20,
} as const;

/** Reads the segment from `offset` to `end`. `cut` says that it was longer than what is here; `payload` is what there is. */
export function decodeTcp(bytes: Uint8Array, offset: number, end: number, cut = false): DecodeResult<Tcp> {
  const fault = judgeLengths(bytes, offset, end - offset, cut);
  if (fault !== null) return { ok: false, failure: fault };
  const headerEnd = offset + headerLengthAt(bytes, offset);
  const { options, failure } = decodeTcpOptions(bytes, offset + FIXED_LENGTH, headerEnd);
  if (failure !== null) return { ok: false, failure };
  return { ok: true, value: readTcp(bytes, offset, options, view(bytes, headerEnd, end)) };
}

function judgeLengths(bytes: Uint8Array, offset: number, available: number, cut: boolean): DecodeFailure | null {
  if (available < FIXED_LENGTH) return failure('tcp', 'truncated', offset, FIXED_LENGTH, available);
  const headerLength = headerLengthAt(bytes, offset);
  if (headerLength < FIXED_LENGTH) return failure('tcp', 'header-length', offset, FIXED_LENGTH, available);
  if (headerLength <= available) return null;
  return failure('tcp', cut ? 'truncated' : 'header-length', offset, headerLength, available);
}

/** Reads what there is of a segment, whatever it claims: without options and payload where their place is not known. */
export function reachTcp(bytes: Uint8Array, offset: number, end: number): Reached<Tcp> {
  const available = end - offset;
  const fixed = available < FIXED_LENGTH ? padded(bytes, offset, end, FIXED_LENGTH) : bytes;
  const segment = readTcp(fixed, available < FIXED_LENGTH ? 0 : offset, [], bytes);
  const header: Reached<Tcp> = { kind: 'tcp', ...reachedFields(segment, FIELD_ENDS, available) };
  if (available < FIXED_LENGTH || segment.headerLength < FIXED_LENGTH) return header;
  const headerEnd = Math.min(offset + segment.headerLength, end);
  const { options } = decodeTcpOptions(bytes, offset + FIXED_LENGTH, headerEnd);
  return { ...header, options, payload: view(bytes, headerEnd, end) };
}

function readTcp(bytes: Uint8Array, offset: number, options: readonly TcpOption[], payload: Uint8Array): Tcp {
  return {
    kind: 'tcp',
    sourcePort: readUint16(bytes, offset),
    destinationPort: readUint16(bytes, offset + 2),
    sequenceNumber: readUint32(bytes, offset + 4),
    acknowledgmentNumber: readUint32(bytes, offset + 8),
    headerLength: headerLengthAt(bytes, offset),
    reserved: readUint8(bytes, offset + 12) & 0xf,
    flags: readUint8(bytes, offset + 13),
    window: readUint16(bytes, offset + 14),
    checksum: readUint16(bytes, offset + 16),
    urgentPointer: readUint16(bytes, offset + 18),
    options,
    payload,
  };
}

function headerLengthAt(bytes: Uint8Array, offset: number): number {
  return (readUint8(bytes, offset + 12) >> 4) * 4;
}

/** Writes a segment; `pseudoSum` is `pseudoHeaderSum` with a length of 0. Throws `RangeError` naming field and range. */
export function encodeTcp(tcp: TcpInit, pseudoSum: number): Uint8Array {
  const options = encodeTcpOptions(tcp.options);
  const headerLength = FIXED_LENGTH + options.length;
  const bytes = new Uint8Array(headerLength + tcp.payload.length);
  writeUint16(bytes, 0, tcp.sourcePort, 'tcp.sourcePort');
  writeUint16(bytes, 2, tcp.destinationPort, 'tcp.destinationPort');
  writeUint32(bytes, 4, tcp.sequenceNumber, 'tcp.sequenceNumber');
  writeUint32(bytes, 8, tcp.acknowledgmentNumber, 'tcp.acknowledgmentNumber');
  bytes[12] =
    (headerWords(tcp.headerLength ?? headerLength, 'tcp.headerLength') << 4) |
    unsigned('tcp.reserved', tcp.reserved, 4);
  writeUint8(bytes, 13, tcp.flags, 'tcp.flags');
  writeUint16(bytes, 14, tcp.window, 'tcp.window');
  writeUint16(bytes, 18, tcp.urgentPointer, 'tcp.urgentPointer');
  bytes.set(options, FIXED_LENGTH);
  bytes.set(tcp.payload, headerLength);
  writeUint16(bytes, 16, tcp.checksum ?? internetChecksum(bytes, pseudoSum + bytes.length), 'tcp.checksum');
  return bytes;
}
