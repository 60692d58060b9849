import { extremes, median } from './rtt.js';

/** From a round-trip time to a place on the axis. */
export interface Scale {
  /** 0 at the axis' beginning, 1 at its end. */
  readonly place: (rtt: number) => number;
  readonly ticks: readonly number[];
  readonly isLogarithmic: boolean;
}

/**
 * An axis for these round-trip times (ms): from zero, or from below where one is negative; logarithmic where the largest is
 * more than twenty times the one in the middle, since a line from zero would then show nothing of most.
 */
export function scaleFor(rtts: readonly number[]): Scale {
  if (rtts.length === 0) return linear(0, 1);
  const [least, largest] = extremes(rtts);
  const most = Math.max(NANOSECOND, largest);
  return least >= NANOSECOND && most > 20 * (median(rtts) ?? most)
    ? logarithmic(least, most)
    : linear(Math.min(0, least), most);
}

/** No time is known to less. */
const NANOSECOND = 1e-6;

function linear(from: number, to: number): Scale {
  const step = niceStep((to - from) / 5);
  const first = Math.ceil(from / step);
  const last = Math.ceil(to / step);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(6)));
  return { place: (rtt) => (rtt - from) / (last * step - from), ticks, isLogarithmic: false };
}

/** 1, 2 or 5 times a power of ten, at or above. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5, 10].find((factor) => factor * power >= least * 0.999) ?? 10);
}

function logarithmic(least: number, most: number): Scale {
  const first = Math.floor(Math.log10(least));
  const last = Math.ceil(Math.log10(most));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number((10 ** (first + index)).toPrecision(6)));
  return { place: (rtt) => (Math.log10(rtt) - first) / (last - first), ticks, isLogarithmic: true };
}
