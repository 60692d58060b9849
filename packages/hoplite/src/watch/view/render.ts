import { changeLines } from './change-lines.js';
import { footer, tabs, title } from './frame-lines.js';
import { helpPage } from './help-page.js';
import type { Looks } from './looks.js';
import { overviewPage } from './overview-page.js';
import type { Page } from './page.js';
import { pathPage } from './path-page.js';
import { shortened } from './text-width.js';
import type { ViewState } from './view-state.js';

export interface Frame {
  /** As many as the terminal is high, none wider than it is. */
  readonly lines: readonly string[];
  /** How far it is scrolled: not beyond the end. */
  readonly scroll: number;
}

/** So many lines tell of changes of the path at the most. */
const MOST_CHANGE_LINES = 3;

/** A hop's number and an address. */
const LEAST_WIDTH = 20;

/** Draws the view for a terminal of that size, by its state alone. */
export function render(state: ViewState, width: number, height: number, looks: Looks): Frame {
  if (width < LEAST_WIDTH) return { lines: [shortened('too narrow', width)].slice(0, height), scroll: state.scroll };
  const above = [title(state, width, looks), ...(state.targets.length > 1 ? [tabs(state, width, looks)] : [])];
  const { head, body } = pageOf(state, width, looks);
  // On a terminal of a few lines the rows go before all else.
  const spare = height - above.length - 2 - Math.min(body.length, 5);
  const below = [
    ...(state.page === 'path'
      ? changeLines(state, width, Math.min(MOST_CHANGE_LINES, Math.max(0, spare - 1)), looks)
      : []),
    footer(state, width, looks),
  ];
  const room = Math.max(0, height - above.length - 1 - below.length);
  const scroll = Math.max(0, Math.min(state.scroll, body.length - room));
  const shown = body.slice(scroll, scroll + room);
  const blank = Array<string>(room - shown.length).fill('');
  return { lines: [...above, head, ...shown, ...blank, ...below].slice(0, height), scroll };
}

/** What is left to read when the view is gone: the path of the one target, or a line for each of several. */
export function summary(state: ViewState, width: number, looks: Looks): readonly string[] {
  if (width < LEAST_WIDTH) return [];
  const page = state.targets.length > 1 ? overviewPage(state, width, looks) : pathPage(state, width, looks);
  return [title(state, width, looks), page.head, ...page.body];
}

function pageOf(state: ViewState, width: number, looks: Looks): Page {
  if (state.page === 'help') return helpPage(width, looks);
  return state.page === 'overview' ? overviewPage(state, width, looks) : pathPage(state, width, looks);
}
