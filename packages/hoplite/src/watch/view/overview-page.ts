import type { PathRow } from '../../statistics/path-statistics.js';
import { printable } from '../../terminal.js';
import { layOut } from './columns.js';
import type { Looks } from './looks.js';
import type { Page } from './page.js';
import { headLine, rowLine } from './row-line.js';
import { shortened, widthOf } from './text-width.js';
import type { TargetView, ViewState } from './view-state.js';

/** A line for each target, with the figures of the last hop of its path. */
export function overviewPage({ targets, selected }: ViewState, width: number, looks: Looks): Page {
  const digits = `${targets.length}`.length;
  const gutter = digits + 2;
  const hosts = targets.map(hostOf);
  const history = Math.max(8, ...targets.map(({ rows }) => rows.at(-1)?.history.length ?? 0));
  const layout = layOut(width - gutter, Math.max(0, ...hosts.map(widthOf)), history, false);
  const body = targets.map((target, index) => {
    const mark = index === selected ? '>' : ' ';
    const left = `${mark}${`${index + 1}`.padStart(digits)} `;
    const row = target.rows.at(-1);
    if (row === undefined) return shortened(`${left}${hosts[index]}`, width);
    return rowLine(left, hosts[index] ?? '', row satisfies PathRow, layout, looks);
  });
  return { head: headLine(gutter, 'Target (hops)', layout, looks), body };
}

function hostOf({ target, rows, failure }: TargetView): string {
  return `${printable(target)} (${failure === null ? rows.length : 'failed'})`;
}
