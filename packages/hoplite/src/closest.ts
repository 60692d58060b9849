/** The word that was likely meant: the one to which the fewest letters are changed; null where all are far. */
export function closest(word: string, words: readonly string[]): string | null {
  const near = words.map((each) => ({ each, distance: distance(word.toLowerCase(), each) }));
  const [first] = near.sort((a, b) => a.distance - b.distance);
  return first !== undefined && first.distance <= Math.floor(first.each.length / 3) ? first.each : null;
}

/** Letters put in, left out, changed, or swapped with the next one. */
function distance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (beforeLast[j - 2] ?? 0) + 1 : Infinity;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, changed, swapped));
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
