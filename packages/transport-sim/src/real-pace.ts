import type { VirtualClock } from '@hoplite/engine';

/** How often virtual time is let go on, in milliseconds: what happens in between happens a little late, at its own instant. */
const TICK = 10;

/** Lets virtual time pass no faster than real time, from now on until what is returned is called. */
export function pacedAsReal(clock: VirtualClock): () => void {
  const { performance, setInterval, clearInterval } = globalThis as unknown as Platform;
  const [virtualStart, realStart] = [clock.now(), performance.now()];
  let release = clock.hold();
  let cancel = (): void => {};
  const timer = setInterval(() => {
    cancel();
    cancel = clock.wake(virtualStart + Math.round((performance.now() - realStart) * 1e6), () => {
      release = clock.hold();
    });
    release();
  }, TICK);
  return () => {
    clearInterval(timer);
    cancel();
    release();
  };
}

/** The part of Node's and browsers' globals that is needed; this package has the types of neither. */
interface Platform {
  readonly performance: { now(): number };
  setInterval(task: () => void, milliseconds: number): unknown;
  clearInterval(timer: unknown): void;
}
