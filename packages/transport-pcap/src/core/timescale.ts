import type { Instant } from '@hoplite/engine';

/** How an interface of a pcapng section counts time: its if_tsresol and if_tsoffset. */
export interface TimeResolution {
  /** Units per second: `base ** exponent`. */
  readonly base: 2 | 10;
  readonly exponent: number;
  /** Seconds to be added to every timestamp. */
  readonly offset: bigint;
}

/** Turns the timestamps of an interface, a 64-bit count in two halves, into time. */
export interface Timescale {
  /** Nanoseconds since the Unix epoch; parts of one are dropped. */
  unixTime(high: number, low: number): bigint;
  /** Nanoseconds since `origin`, which must be the same in all calls. */
  instant(high: number, low: number, origin: bigint): Instant;
}

export function createTimescale(resolution: TimeResolution): Timescale {
  const perSecond = BigInt(resolution.base) ** BigInt(resolution.exponent);
  const offset = resolution.offset * 1_000_000_000n;
  const unixTime = (high: number, low: number): bigint =>
    (((BigInt(high) << 32n) | BigInt(low)) * 1_000_000_000n) / perSecond + offset;
  if (1_000_000_000n % perSecond !== 0n) {
    return { unixTime, instant: (high, low, origin) => Number(unixTime(high, low) - origin) };
  }
  return { unixTime, instant: createFastInstant(1_000_000_000n / perSecond, offset) };
}

/** Subtracts the origin while it is still a count, so that plain numbers do and stay exact. */
function createFastInstant(nanosecondsPerUnit: bigint, offset: bigint): Timescale['instant'] {
  const scale = Number(nanosecondsPerUnit);
  let originHigh = Number.NaN;
  let originLow = 0;
  let originRest = 0;
  return (high, low, origin) => {
    if (Number.isNaN(originHigh)) {
      const units = (origin - offset) / nanosecondsPerUnit;
      originHigh = Number(units >> 32n);
      originLow = Number(units & 0xffff_ffffn);
      originRest = Number((origin - offset) % nanosecondsPerUnit);
    }
    return ((high - originHigh) * 0x1_0000_0000 + (low - originLow)) * scale - originRest;
  };
}
