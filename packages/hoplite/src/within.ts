/** What a promise gives within so many milliseconds and before the signal is aborted; null where it does not. */
export function within<T>(milliseconds: number, promise: Promise<T>, signal?: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', giveUp);
    };
    const giveUp = (): void => {
      end();
      resolve(null);
    };
    const timer = setTimeout(giveUp, milliseconds);
    signal?.addEventListener('abort', giveUp);
    promise.finally(end).then(resolve, reject);
    if (signal?.aborted) giveUp();
  });
}
