import type { Carrier } from './carriers.js';
import type { Question } from './question.js';
import type { Oracle } from './tools.js';

/** Where somebody is known to err: all of `where` that is given must be so. */
interface Known {
  readonly why: string;
  readonly oracle: RegExp;
  readonly target?: RegExp;
  readonly question?: RegExp;
  readonly user?: Carrier['user'];
}

/** Tools whose word is not what `hoplite read` finds in the capture of their packets. */
const TOOL_AND_CAPTURE: readonly Known[] = [
  {
    why: 'over IPv6 nothing tells the TCP probes of scamper apart: answers are ambiguous',
    oracle: /^scamper -P tcp/,
    target: /^(?!route-void).*6$/,
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
    why: 'a kernel that matches errors to sockets hears no router behind a NAT that leaves quotes alone; raw sockets do',
    oracle: /^(mtr(?! -u)|scamper)/,
    question: /leaves quotes alone/,
    user: 'nobody',
  },
];

export const toolErrs = (question: Question, oracle: Oracle, target: string): Known | undefined =>
  TOOL_AND_CAPTURE.find((known) => applies(known, question, oracle, target));

export const toolDiffers = (question: Question, oracle: Oracle, target: string, { user }: Carrier): Known | undefined =>
  TOOL_AND_US.find(
    (known) => applies(known, question, oracle, target) && (known.user === undefined || known.user === user),
  );

function applies(known: Known, { about }: Question, { name }: Oracle, target: string): boolean {
  const { oracle, target: targets = /./, question = /./ } = known;
  return oracle.test(name) && targets.test(target) && question.test(about);
}
