/** The marks of a history, from the lowest to the highest, and for a probe without an answer. */
interface Marks {
  readonly levels: readonly string[];
  readonly lost: string;
}

const UNICODE: Marks = { levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'], lost: '×' };
const ASCII: Marks = { levels: ['_', '.', '-', '=', '+', '*', '#'], lost: 'x' };

/**
 * The last `width` round trips, the newest at the right: from the shortest to the longest of them, but what differs by
 * less than a quarter is not drawn as if it were much.
 */
export function sparkline(history: readonly (number | null)[], width: number, unicode: boolean): string {
  const { levels, lost } = unicode ? UNICODE : ASCII;
  const shown = width > 0 ? history.slice(-width) : [];
  const times = shown.filter((time) => time !== null);
  const least = Math.min(...times);
  const most = Math.max(...times);
  const span = Math.max(most - least, most / 4, 0.5);
  const mark = (time: number): string => levels[Math.round(((time - least) / span) * (levels.length - 1))] ?? '';
  return shown
    .map((time) => (time === null ? lost : mark(time)))
    .join('')
    .padStart(width);
}
