import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { TraceOptions, TraceResult } from '@hoplite/engine';
import type { Carrier } from './carriers.js';
import type { Network } from './network.js';
import { startIn } from './process.js';

export interface Asked extends TraceOptions {
  readonly target: string | undefined;
}

/** What inside/tracing.js is told. */
export interface Orders {
  readonly traces: readonly Asked[];
  readonly engines?: readonly TraceOptions[];
  readonly interface?: string;
  readonly seed?: number;
}

/** A process that traces again and again. */
export interface LongRunning {
  readonly pid: number;
  /** Resolves when it has begun and ended one more round at least. */
  wholeRound(): Promise<void>;
  /** Lets it come to its end; resolves with the results, by engine. Rejects where it failed. */
  end(): Promise<readonly (readonly TraceResult[])[]>;
}

/** Starts it in the sender; resolves after its first round. */
export async function startTracing(
  network: Network,
  { transport, user }: Carrier,
  orders: Orders,
): Promise<LongRunning> {
  const command = ['node', 'test/lab/inside/tracing.js', JSON.stringify({ transport, ...orders })];
  const child = startIn(network, 'sender', command, user);
  const { stdout, stderr, pid } = child;
  if (stdout === null || stderr === null || pid === undefined) throw new Error('it did not start');
  const closed = once(child, 'close');
  const printed = text(stdout);
  const said: string[] = [];
  const lines = createInterface(stderr).on('line', (line) => said.push(line));
  const failed = closed.then(() => Promise.reject(new Error(`it ended: ${said.join('\n')}`)));
  failed.catch(() => {});
  const round = () => Promise.race([once(lines, 'line'), failed]);
  await round();
  return {
    pid,
    async wholeRound() {
      // The one that goes on now began before.
      await round();
      await round();
    },
    async end() {
      child.kill('SIGTERM');
      await closed;
      if (child.exitCode !== 0) throw new Error(`${child.exitCode} ${said.join('\n')}`);
      return JSON.parse(await printed).results;
    },
  };
}
