import {
  decodeOptionList,
  encodeOptionList,
  type ListedOption,
  type OptionList,
  type TypedOption,
  type UnknownOption,
} from './option-list.js';
import { NO_BYTES, readUint8, readUint16, readUint32, writeUint8, writeUint16, writeUint32 } from './wire.js';

/** An option of a TCP header (RFC 9293 section 3.2); `kind` says which. */
export type TcpOption =
  | ListedOption
  | {
      /** Type 2 (RFC 9293 section 3.7.1), in a SYN. */
      readonly kind: 'maximum-segment-size';
      /** The most bytes of data that a segment to the sender may have: 16 bits. */
      readonly value: number;
    }
  | {
      /** Type 3 (RFC 7323 section 2), in a SYN. */
      readonly kind: 'window-scale';
      /** The sender's windows are shifted to the left by so many bits: one byte, 14 at the most by rule. */
      readonly shift: number;
    }
  | {
      /** Type 4 (RFC 2018 section 2), in a SYN: the sender understands `sack`. */
      readonly kind: 'sack-permitted';
    }
  | {
      /** Type 5 (RFC 2018 section 3): what arrived beyond a gap. */
      readonly kind: 'sack';
      /** Four at the most have a place in a header. */
      readonly blocks: readonly SackBlock[];
    }
  | {
      /** Type 8 (RFC 7323 section 3). */
      readonly kind: 'timestamps';
      /** TSval: the sender's clock, 32 bits, in ticks of a length that only the sender knows. */
      readonly value: number;
      /** TSecr: the `value` that last came from the other side; without ACK nothing is meant by it. */
      readonly echoReply: number;
    }
  | UnknownOption;

/** A block of data that arrived. */
export interface SackBlock {
  /** Its first sequence number. */
  readonly left: number;
  /** The sequence number after its last. */
  readonly right: number;
}

const OptionType = {
  'maximum-segment-size': 2,
  'window-scale': 3,
  'sack-permitted': 4,
  sack: 5,
  timestamps: 8,
} as const;

type ShapedOption = Exclude<TcpOption, ListedOption>;

/** Divides the bytes from `start` to `end`; what cannot be divided is one `malformed` option, and the failure says why. */
export function decodeTcpOptions(bytes: Uint8Array, start: number, end: number): OptionList<ShapedOption> {
  return decodeOptionList(bytes, start, end, 'tcp-option', readOption);
}

/** Throws `RangeError` where a value does not fit, or the options are no multiple of 4 bytes or more than 40. */
export function encodeTcpOptions(options: readonly TcpOption[]): Uint8Array {
  return encodeOptionList(options, 'tcp.options', writeOption);
}

function readOption(type: number, data: Uint8Array): ShapedOption {
  if (type === OptionType['maximum-segment-size'] && data.length === 2) {
    return { kind: 'maximum-segment-size', value: readUint16(data, 0) };
  }
  if (type === OptionType['window-scale'] && data.length === 1) {
    return { kind: 'window-scale', shift: readUint8(data, 0) };
  }
  if (type === OptionType['sack-permitted'] && data.length === 0) return { kind: 'sack-permitted' };
  if (type === OptionType.sack && data.length % 8 === 0) return { kind: 'sack', blocks: readBlocks(data) };
  if (type === OptionType.timestamps && data.length === 8) {
    return { kind: 'timestamps', value: readUint32(data, 0), echoReply: readUint32(data, 4) };
  }
  return { kind: 'unknown', type, data };
}

function writeOption(option: ShapedOption): TypedOption {
  return option.kind === 'unknown' ? option : { type: OptionType[option.kind], data: writeData(option) };
}

function writeData(option: Exclude<ShapedOption, { readonly kind: 'unknown' }>): Uint8Array {
  switch (option.kind) {
    case 'maximum-segment-size': {
      const data = new Uint8Array(2);
      writeUint16(data, 0, option.value, 'tcp.options.value');
      return data;
    }
    case 'window-scale': {
      const data = new Uint8Array(1);
      writeUint8(data, 0, option.shift, 'tcp.options.shift');
      return data;
    }
    case 'sack-permitted':
      return NO_BYTES;
    case 'sack':
      return writeBlocks(option.blocks);
    case 'timestamps': {
      const data = new Uint8Array(8);
      writeUint32(data, 0, option.value, 'tcp.options.value');
      writeUint32(data, 4, option.echoReply, 'tcp.options.echoReply');
      return data;
    }
  }
}

function readBlocks(data: Uint8Array): readonly SackBlock[] {
  return Array.from({ length: data.length / 8 }, (_, index) => ({
    left: readUint32(data, 8 * index),
    right: readUint32(data, 8 * index + 4),
  }));
}

function writeBlocks(blocks: readonly SackBlock[]): Uint8Array {
  const data = new Uint8Array(8 * blocks.length);
  blocks.forEach(({ left, right }, index) => {
    writeUint32(data, 8 * index, left, 'tcp.options.blocks.left');
    writeUint32(data, 8 * index + 4, right, 'tcp.options.blocks.right');
  });
  return data;
}
