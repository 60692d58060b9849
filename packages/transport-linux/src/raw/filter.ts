import type { AddressFamily } from '@hoplite/codec';

/** An instruction of classic BPF: `struct sock_filter` of `linux/filter.h`. */
export interface Instruction {
  readonly code: number;
  /** How many instructions are skipped where a comparison holds, and where it does not. */
  readonly ifTrue: number;
  readonly ifFalse: number;
  readonly k: number;
}

/** More numbers than this no filter holds. Kernels before 6.8 allow a socket 20 KiB for two such programs, 8 bytes a number. */
export const MOST_NUMBERS = 1024;

/**
 * Which datagrams of a raw socket are replies to us: ICMP errors, echo replies to one of the identifiers in `numbers`;
 * UDP, and of TCP what answers a SYN, to one of the ports in it. A raw IPv4 socket sees the IP header, an IPv6 one does not.
 */
export function replyFilter(
  family: AddressFamily,
  protocol: 'udp' | 'icmp' | 'tcp',
  numbers: Iterable<number>,
): readonly Instruction[] {
  // Loads are behind the IP header: at an offset from X, which holds its length, where there is one.
  const start = family === 4 ? [instruction(LOAD_HEADER_LENGTH, 0)] : [];
  const load8 = (offset: number) => instruction(family === 4 ? LOAD_8_FROM_X : LOAD_8, offset);
  const load16 = (offset: number) => instruction(family === 4 ? LOAD_16_FROM_X : LOAD_16, offset);
  switch (protocol) {
    case 'udp':
      return [...start, load16(2), ...acceptAny(numbers), REJECT];
    case 'tcp':
      return [...start, load8(13), ...ANSWERS_A_SYN, load16(2), ...acceptAny(numbers), REJECT];
    case 'icmp': {
      const { errors, echoReply } = ICMP_TYPES[family];
      const isEchoReply = [instruction(JUMP_IF_EQUAL, echoReply, 1, 0), REJECT];
      return [...start, load8(0), ...acceptAny(errors), ...isEchoReply, load16(4), ...acceptAny(numbers), REJECT];
    }
  }
}

/** The program as the kernel reads it. */
export function encodeFilter(program: readonly Instruction[]): Uint8Array {
  const bytes = new Uint8Array(program.length * 8);
  const view = new DataView(bytes.buffer);
  for (const [index, { code, ifTrue, ifFalse, k }] of program.entries()) {
    view.setUint16(index * 8, code, true);
    view.setUint8(index * 8 + 2, ifTrue);
    view.setUint8(index * 8 + 3, ifFalse);
    view.setUint32(index * 8 + 4, k, true);
  }
  return bytes;
}

const LOAD_HEADER_LENGTH = 0xb1;
const LOAD_8 = 0x30;
const LOAD_16 = 0x28;
const LOAD_8_FROM_X = 0x50;
const LOAD_16_FROM_X = 0x48;
const AND = 0x54;
const JUMP = 0x05;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_ANY_BIT = 0x45;
const RETURN = 0x06;

/** The filter that lets nothing pass. */
export const NOTHING_PASSES: readonly Instruction[] = [instruction(RETURN, 0)];

const REJECT = instruction(RETURN, 0);
const ACCEPT = instruction(RETURN, 0xffffffff);

const RST = 0x04;
const SYN_ACK = 0x12;

/** A RST, or SYN and ACK together. */
const ANSWERS_A_SYN = [
  instruction(JUMP_IF_ANY_BIT, RST, 3, 0),
  instruction(AND, SYN_ACK),
  instruction(JUMP_IF_EQUAL, SYN_ACK, 1, 0),
  REJECT,
];

/** Destination Unreachable, Source Quench, Redirect, Time Exceeded, Parameter Problem; of ICMPv6 Packet Too Big and no Redirect. */
const ICMP_TYPES = {
  4: { errors: [3, 4, 5, 11, 12], echoReply: 0 },
  6: { errors: [1, 2, 3, 4], echoReply: 129 },
} as const;

/** So many instructions a comparison skips at the most: so many of them share a way out, which is behind them. */
const FARTHEST = 255;

function acceptAny(numbers: Iterable<number>): readonly Instruction[] {
  const program: Instruction[] = [];
  const all = [...numbers];
  for (let from = 0; from < all.length; from += FARTHEST) {
    const some = all.slice(from, from + FARTHEST);
    for (const [at, number] of some.entries()) program.push(instruction(JUMP_IF_EQUAL, number, some.length - at, 0));
    program.push(instruction(JUMP, 1), ACCEPT);
  }
  return program;
}

function instruction(code: number, k: number, ifTrue = 0, ifFalse = 0): Instruction {
  return { code, ifTrue, ifFalse, k };
}
