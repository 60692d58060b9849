import { isMainThread } from 'node:worker_threads';
import type RawSocketModule from 'raw-socket';
import { explainLoading, RawUnavailableError } from './unavailable.js';

/** Loads npm raw-socket, which is optional and must be built. Rejects with `RawUnavailableError`. */
export async function loadRawSocket(): Promise<typeof RawSocketModule> {
  if (!isMainThread) throw new RawUnavailableError(THREAD, undefined);
  try {
    return (await import('raw-socket')).default;
  } catch (error) {
    throw new RawUnavailableError(explainLoading(error), error);
  }
}

/** Its sockets are watched by the loop of the main thread, whichever thread opened them. */
const THREAD = {
  code: 'RAW_SOCKET_THREAD',
  message: 'raw sockets cannot be used in a worker thread',
  remedy: 'open the transport in the main thread',
};
