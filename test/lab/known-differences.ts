import type { Method } from '@hoplite/engine';
import type { Carrier } from './carriers.js';
import type { Question } from './question.js';
import type { Oracle } from './tools.js';

/** Where somebody is known to err: all of `where` that is given must be so. */
interface Known {
  readonly why: string;
  readonly oracle?: RegExp;
  readonly target?: RegExp;
  readonly question?: RegExp;
  readonly user?: Carrier['user'];
  readonly method?: RegExp;
}

/** Tools whose word is not what `hoplite read` finds in the capture of their packets. */
const TOOL_AND_CAPTURE: readonly Known[] = [
  {
    why: 'over IPv6 nothing tells the TCP probes of scamper apart: in a loop an answer may repeat one of before, and is ambiguous',
    oracle: /^scamper -P tcp/,
    target: /^loop6$/,
  },
  {
    why: 'quotes name an address outside the NAT: these two look for their own',
    oracle: /^(traceroute|mtr -u)/,
    question: /leaves quotes alone/,
  },
];

/** Tools that say another thing of the path than we do. */
const TOOL_AND_US: readonly Known[] = [
  {
    why: 'a protocol unreachable is the end of a UDP trace to us, as in traceroute, and a refusal to scamper',
    oracle: /^scamper -P udp/,
    target: /^proto$/,
  },
  {
    why: 'a port unreachable from a router is a refusal of TCP to us, and the target to scamper',
    oracle: /^scamper -P tcp/,
    target: /^port6?$/,
  },
  {
    why: 'these two hear no router behind a NAT that leaves quotes alone; raw sockets do',
    oracle: /^(traceroute|mtr -u)/,
    question: /leaves quotes alone/,
    user: 'root',
  },
  {
    why: 'the same of an ICMP socket, which is told by the identifier alone',
    oracle: /^traceroute/,
    question: /leaves quotes alone/,
    user: 'nobody',
    method: /^icmp/,
  },
  {
    why: 'a kernel that matches errors to UDP and TCP sockets hears no router behind such a NAT',
    oracle: /^(mtr(?! -u)|scamper)/,
    question: /leaves quotes alone/,
    user: 'nobody',
    method: /^(udp|tcp)/,
  },
];

/** Transports of ours that hear less than is in the capture. */
const CAPTURE_AND_US: readonly Known[] = [
  {
    why: 'quotes name an address outside the NAT: to the kernel they are of no UDP or TCP socket',
    question: /leaves quotes alone/,
    user: 'nobody',
    method: /^(udp|tcp)/,
  },
];

export const toolErrs = (question: Question, oracle: Oracle, target: string): Known | undefined =>
  TOOL_AND_CAPTURE.find((known) => applies(known, { question, oracle, target }));

export const toolDiffers = (situation: Situation): Known | undefined =>
  TOOL_AND_US.find((known) => applies(known, situation));

export const weErr = (situation: Situation): Known | undefined =>
  CAPTURE_AND_US.find((known) => applies(known, situation));

/** Who asks whom for what. */
interface Situation {
  readonly question: Question;
  readonly target: string;
  readonly oracle?: Oracle;
  readonly carrier?: Carrier;
  readonly method?: Method;
}

function applies(known: Known, { question, target, oracle, carrier, method }: Situation): boolean {
  const named = [
    [known.question, question.about],
    [known.target, target],
    [known.oracle, oracle?.name],
    [known.method, method],
  ] as const;
  return (
    named.every(([pattern, name]) => pattern?.test(name ?? '') ?? true) &&
    (known.user ?? carrier?.user) === carrier?.user
  );
}
