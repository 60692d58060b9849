import type { TcpOption } from './tcp-options.js';

/** A TCP segment (RFC 9293 section 3.1), its fields in wire order. */
export interface Tcp {
  readonly kind: 'tcp';
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequenceNumber: number;
  readonly acknowledgmentNumber: number;
  /** In bytes: the Data Offset field times 4. */
  readonly headerLength: number;
  /** The four bits between Data Offset and the control bits. */
  readonly reserved: number;
  /** The control bits, CWR (0x80) to FIN (0x01); see `TcpFlag`. */
  readonly flags: number;
  readonly window: number;
  readonly checksum: number;
  readonly urgentPointer: number;
  readonly options: readonly TcpOption[];
  readonly payload: Uint8Array;
}

/** The control bits of RFC 9293 section 3.1. */
export const TcpFlag = {
  fin: 0x01,
  syn: 0x02,
  rst: 0x04,
  psh: 0x08,
  ack: 0x10,
  urg: 0x20,
  ece: 0x40,
  cwr: 0x80,
} as const;
