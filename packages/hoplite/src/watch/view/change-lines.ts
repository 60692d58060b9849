import type { PathChange } from '../path-change.js';
import { arrowOf, ellipsisOf, type Looks } from './looks.js';
import { shortened } from './text-width.js';
import type { ViewState } from './view-state.js';

/** The last changes of the selected target's path, the newest last, in `most` lines below a line of their own. */
export function changeLines(state: ViewState, width: number, most: number, looks: Looks): readonly string[] {
  const changes = state.targets[state.selected]?.changes ?? [];
  if (changes.length === 0 || most === 0) return [];
  const count = changes.length > most ? `, the last ${most} of ${changes.length}` : '';
  const heading = looks.style(shortened(`* path changes${count}:`, width, ellipsisOf(looks)), 'dim');
  const lines = changes.slice(-most).map((change) => {
    const text = `${change.time} round ${change.round}  ${changeInWords(change, arrowOf(looks))}`;
    return shortened(text, width, ellipsisOf(looks));
  });
  return [heading, ...lines];
}

/** `hop 5: 203.0.113.42 → 203.0.113.46  length 8 → 9`. */
export function changeInWords({ hops, length }: PathChange, arrow: string): string {
  const parts = hops.map(({ ttl, before, after, known }) => {
    const again = known ? ' (again)' : '';
    return `hop ${ttl}: ${before.join(' ')} ${arrow} ${after.join(' ')}${again}`;
  });
  if (length !== null) parts.push(`length ${length.before} ${arrow} ${length.after}`);
  return parts.join('  ');
}
