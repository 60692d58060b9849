import { setMaxListeners } from 'node:events';

/** Aborted as soon as one of them is; as many as there are traces may listen to it, of which Node warns otherwise. */
export function anySignal(...signals: readonly AbortSignal[]): AbortSignal {
  const signal = AbortSignal.any([...signals]);
  setMaxListeners(0, signal);
  return signal;
}
