import { UsageError } from '../usage-error.js';
import { inFlags } from './trace-flags.js';

/** What the library refuses is wrong usage here, in the words of the command line. */
export async function asUsage<T>(begin: () => T | Promise<T>): Promise<T> {
  try {
    return await begin();
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(inFlags(error.message)) : error;
  }
}
