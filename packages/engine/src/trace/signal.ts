/** What is needed of an `AbortSignal`: the type belongs to platforms, of which this package knows none. */
export interface AbortSignalLike {
  /** Whether it was aborted already: a trace begun with it then ends at once. */
  readonly aborted: boolean;
  /** As of `EventTarget`. */
  addEventListener(type: 'abort', listener: () => void): void;
  /** As of `EventTarget`. */
  removeEventListener(type: 'abort', listener: () => void): void;
}

/** Calls back when the signal is aborted, now if it is; returns what forgets it. */
export function whenAborted(signal: AbortSignalLike | undefined, callback: () => void): () => void {
  if (signal === undefined) return () => {};
  if (signal.aborted) callback();
  signal.addEventListener('abort', callback);
  return () => signal.removeEventListener('abort', callback);
}
