import type { Address, AddressFamily } from '@hoplite/codec';
import type { AnsweredProbe, Method } from '@hoplite/engine';
import type { User } from './process.js';
import type { Question } from './question.js';

/** A live transport of ours and who runs it. */
export interface Carrier {
  /** `linux as nobody`. */
  readonly name: string;
  readonly transport: string;
  readonly user: User;
  /** What it cannot see of an answer: these members are null in its results. */
  readonly blindTo: (answer: AnsweredProbe, family: AddressFamily) => readonly (keyof AnsweredProbe)[];
  /**
   * By which methods probes get a new source port after every silence. A reader of captures takes such a trace for one of
   * several tools, and flows of one probe for no trace.
   */
  readonly renewsFlows?: RegExp;
  /** By which methods the kernel sends a probe again if the process is too busy to give it up within a second. */
  readonly sendsAgain?: RegExp;
}

export const CARRIERS: readonly Carrier[] = [
  { name: 'linux as root', transport: 'linux', user: 'root', blindTo: () => [] },
  {
    name: 'linux as nobody',
    transport: 'linux',
    user: 'nobody',
    // An error queue shows what the quote carries, not its IP header; a connection shows no packet at all.
    blindTo: ({ direct }) =>
      direct === null ? ['quotedTtl'] : direct === 'syn-ack' || direct === 'rst' ? ['replyTtl'] : [],
    renewsFlows: /^udp(-dublin)?$/,
    sendsAgain: /^tcp$/,
  },
  // IPv6 raw sockets show no header.
  {
    name: 'raw as root',
    transport: 'raw',
    user: 'root',
    blindTo: (_, family) => (family === 6 ? ['replyTtl'] : []),
  },
];

/** The command, in the workspace, that traces all targets at once and prints their results as JSON. */
export function traceCommand(
  { transport }: Carrier,
  method: Method,
  { maxTtl, queries, parallel, interval = 0, dontFragmentAt }: Question,
  source: Address,
  targets: readonly Address[],
): readonly string[] {
  const limits = `-m ${maxTtl} -q ${queries} -N ${parallel} -z ${interval} -s ${source}`;
  const size = dontFragmentAt === undefined ? '' : `-F --length ${dontFragmentAt}`;
  // A wait shortened by what came before may end while a busy process has the answer yet to read.
  const options = `-n --format json --transport ${transport} --method ${method} -w 1,0,0 ${limits} ${size}`;
  return [...`node packages/hoplite/dist/cli.js trace ${options}`.trim().split(' '), ...targets];
}

/** The command that tries a transport by the laws of the conformance kit and prints what was wrong, by law. */
export function lawsCommand({ transport }: Carrier, destination: Address, unroutable: Address): readonly string[] {
  return ['node', 'test/lab/inside/laws.js', JSON.stringify({ transport, destination, unroutable })];
}
