/** npm pcap-parser 0.2.1, as far as it is used here. */
declare module 'pcap-parser' {
  import type { EventEmitter } from 'node:events';

  /** All that the parser asks of its input: `data` and `end` events, and to be told to pause and resume. */
  export interface ParserInput extends EventEmitter {
    pause(): unknown;
    resume(): unknown;
  }

  export interface ParsedPacket {
    readonly header: {
      readonly timestampSeconds: number;
      /** Whatever the file counts in. */
      readonly timestampMicroseconds: number;
      readonly capturedLength: number;
      readonly originalLength: number;
    };
    /** A view of the bytes that came with `data`. */
    readonly data: Buffer;
  }

  export interface Parser extends EventEmitter {
    /** What it has not parsed yet; it copies this in front of the next `data`. */
    buffer: Buffer | null;
    on(event: 'packet', listener: (packet: ParsedPacket) => void): this;
    on(event: 'error', listener: (error: Error) => void): this;
  }

  export function parse(input: ParserInput): Parser;
}
