import type { DebugFlags } from '../debug/debug.js';
import type { Io } from '../io.js';

export type { DebugFlags };

/** Says on stderr what is done, from now until it is disposed of; null where nobody asks, and nothing is loaded. */
export async function debugging(flags: DebugFlags, io: Pick<Io, 'stderr'>): Promise<Disposable | null> {
  if (!flags.debug && !flags.debugSocket) return null;
  const { startDebug } = await import('../debug/debug.js');
  return startDebug(flags, io);
}
