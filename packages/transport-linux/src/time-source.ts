import type { TimeSource } from './clock.js';
import { ClockNumber } from './constants.js';
import type { Libc } from './libc.js';

/** The machine's own clocks, both read the same way so that a sample's bracket is narrow. */
export function systemTime(libc: Libc): TimeSource {
  const timespec = new Uint8Array(16);
  const view = new DataView(timespec.buffer);
  const read = (clock: number): bigint => {
    libc.clockGettime(clock, timespec);
    return view.getBigInt64(0, true) * 1_000_000_000n + view.getBigInt64(8, true);
  };
  return {
    // hrtime is CLOCK_MONOTONIC here, and takes half the time.
    monotonic: () => process.hrtime.bigint(),
    realtime: () => read(ClockNumber.realtime),
  };
}
