import type { Address } from '@hoplite/codec';
import type { Method } from '@hoplite/engine';
import type { User } from './process.js';
import type { Question } from './question.js';

/** A live transport of ours and who runs it. */
export interface Carrier {
  /** `linux as nobody`. */
  readonly name: string;
  readonly transport: string;
  readonly user: User;
  /** What it cannot see of an answer, by family: null in its results. */
  readonly blindTo: { readonly 4: readonly string[]; readonly 6: readonly string[] };
}

export const CARRIERS: readonly Carrier[] = [
  { name: 'raw as root', transport: 'raw', user: 'root', blindTo: { 4: [], 6: ['replyTtl'] } },
];

/** The command, in the workspace, that traces all targets at once and prints their results. */
export function traceCommand(
  { transport }: Carrier,
  method: Method,
  { maxTtl, queries, parallel, interval = 0, dontFragmentAt }: Question,
  source: Address,
  targets: readonly Address[],
): readonly string[] {
  const size = dontFragmentAt === undefined ? {} : { dontFragment: true, packetLength: dontFragmentAt };
  // A wait shortened by what came before may end while a busy process has the answer yet to read.
  const waits = { wait: 1000, waitHere: 0, waitNear: 0 };
  const options = { method, maxTtl, queries, parallel, interval, source, ...waits, ...size };
  return ['node', 'test/lab/inside/trace.js', JSON.stringify({ transport, targets, options })];
}

/** The command that tries a transport by the laws of the conformance kit and prints what was wrong, by law. */
export function lawsCommand({ transport }: Carrier, destination: Address, unroutable: Address): readonly string[] {
  return ['node', 'test/lab/inside/laws.js', JSON.stringify({ transport, destination, unroutable })];
}
