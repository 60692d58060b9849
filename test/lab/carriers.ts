import type { Address } from '@hoplite/codec';
import type { Method } from '@hoplite/engine';
import type { User } from './process.js';
import type { Question } from './question.js';

/** A live transport of ours and who runs it. */
export interface Carrier {
  /** `linux as nobody`. */
  readonly name: string;
  readonly transport: 'linux' | 'raw';
  readonly user: User;
}

export const CARRIERS: readonly Carrier[] = [];

/** The command, in the workspace, that traces all targets at once. */
export function ourCommand(
  { transport }: Carrier,
  method: Method,
  { maxTtl, queries, parallel, dontFragmentAt }: Question,
  source: Address,
  targets: readonly Address[],
): readonly string[] {
  const limits = `-m ${maxTtl} -q ${queries} -N ${parallel} -w 1 -s ${source}`;
  const size = dontFragmentAt === undefined ? '' : ` -F --length ${dontFragmentAt}`;
  const options = `-n --format json --transport ${transport} --method ${method} ${limits}${size}`;
  return ['node', 'packages/hoplite/dist/cli.js', 'trace', ...options.split(' '), ...targets];
}
