import type { Instant, Listener, Transport } from '@hoplite/engine';

/**
 * A transport as a busy program's: what it hears and who it wakes waits for the end of a lump of so many milliseconds, all
 * that came by then in the order of the instants at which it came. `since` is when it begins to be busy.
 */
export function inLumps(inner: Transport, milliseconds: number, since: Instant = 0): Transport {
  const lump = milliseconds * 1e6;
  const waiting: { readonly at: Instant; readonly tell: () => void }[] = [];
  let armedAt: Instant | null = null;
  const endOf = (at: Instant): Instant => (at < since ? at : Math.ceil(at / lump) * lump);
  const handOver = (): void => {
    armedAt = null;
    waiting.sort((a, b) => a.at - b.at);
    for (const { tell } of waiting.splice(0)) tell();
  };
  const later = (at: Instant, tell: () => void): void => {
    waiting.push({ at, tell });
    if (armedAt !== null) return;
    armedAt = endOf(inner.clock.now());
    inner.clock.wake(armedAt, handOver);
  };
  const clock: Transport['clock'] = {
    origin: inner.clock.origin,
    now: () => inner.clock.now(),
    wake(at, callback) {
      let cancelled = false;
      const cancel = inner.clock.wake(endOf(Math.max(at, inner.clock.now())), () => {
        handOver();
        if (!cancelled) callback();
      });
      return () => {
        cancelled = true;
        cancel();
      };
    },
  };
  return {
    name: 'lumps',
    timestamps: 'kernel',
    capabilities: inner.capabilities,
    clock,
    open: (listener) => inner.open(delayed(listener, later, inner.clock)),
    send: (batch) => inner.send(batch),
    sourceFor: (destination) => inner.sourceFor(destination),
    close: () => inner.close(),
    [Symbol.asyncDispose]: () => inner.close(),
  };
}

function delayed(
  listener: Listener,
  later: (at: Instant, tell: () => void) => void,
  clock: Transport['clock'],
): Listener {
  return {
    sent: (id, at, ...more) => later(at, () => listener.sent(id, at, ...more)),
    failed: (id, error, at = clock.now()) => later(at, () => listener.failed(id, error, at)),
    received: (datagram, at, ...more) => later(at, () => listener.received(datagram, at, ...more)),
    noticed: (code, text) => later(clock.now(), () => listener.noticed(code, text)),
    broken: (error) => later(clock.now(), () => listener.broken(error)),
  };
}
