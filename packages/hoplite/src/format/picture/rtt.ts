/** Classes of round-trip times, the same for every trace so that two pictures can be compared: 0 is the fastest. */
export type RttClass = 0 | 1 | 2 | 3 | 4;

/** What each class is called; a time belongs to the last whose `from` (ms) it reaches. */
export const RTT_CLASSES: readonly { readonly from: number; readonly label: string }[] = [
  { from: Number.NEGATIVE_INFINITY, label: '<1' },
  { from: 1, label: '1–10' },
  { from: 10, label: '10–50' },
  { from: 50, label: '50–150' },
  { from: 150, label: '≥150' },
];

export function rttClass(rtt: number): RttClass {
  return RTT_CLASSES.findLastIndex(({ from }) => rtt >= from) as RttClass;
}

/** The middle value, the mean of the two in the middle, null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[(sorted.length >> 1) - 1] ?? upper)) / 2;
}

/** To three figures or so, for a label; the table has them all. */
export function shortRtt(rtt: number): string {
  const size = Math.abs(rtt);
  return rtt.toFixed(size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0);
}

/** The least and the largest, of however many; infinities of none. */
export function extremes(values: readonly number[]): readonly [least: number, most: number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
