/** Milliseconds in four columns: `0.42`, `4.21`, `42.1`, `421`, `4210`, `42s`. */
export function timeCell(milliseconds: number | null | undefined): string {
  if (milliseconds === null || milliseconds === undefined) return '-';
  const size = Math.abs(milliseconds);
  if (size < 9.995 && milliseconds >= 0) return milliseconds.toFixed(2);
  if (size < 99.95) return milliseconds.toFixed(1);
  if (size < 9999.5) return milliseconds.toFixed(0);
  return `${Math.min(999, Math.round(milliseconds / 1000))}s`;
}

/** Percent in four columns: `0%`, `0.4%`, `42%`, `100%`. Neither 0 nor 100 is said of what is only near. */
export function percentCell(percent: number | null): string {
  if (percent === null) return '-';
  if (percent === 0 || percent === 100) return `${percent}%`;
  if (percent < 9.95) return `${Math.max(0.1, percent).toFixed(1)}%`;
  return `${Math.min(99, Math.round(percent))}%`;
}

/** A number of probes in four columns: `9999`, `12k`, `3M`. */
export function countCell(count: number): string {
  if (count < 10_000) return `${count}`;
  return count < 1_000_000 ? `${Math.floor(count / 1000)}k` : `${Math.floor(count / 1_000_000)}M`;
}
