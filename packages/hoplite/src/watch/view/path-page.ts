import type { Address, MplsLabelStackEntry } from '@hoplite/codec';
import type { PathRow } from '../../statistics/path-statistics.js';
import { printable } from '../../terminal.js';
import { percentCell } from './cells.js';
import { layOut } from './columns.js';
import { ellipsisOf, type Looks } from './looks.js';
import type { Page } from './page.js';
import { headLine, rowLine } from './row-line.js';
import { shortened, widthOf } from './text-width.js';
import type { Sort, TargetView, ViewState } from './view-state.js';

/** For so many rounds a hop is marked at which the path changed. */
const MARKED_ROUNDS = 30;

/** A line for each hop of the selected target, and under it what else is known of the hop. */
export function pathPage(state: ViewState, width: number, looks: Looks): Page {
  const target = state.targets[state.selected];
  const rows = target === undefined ? [] : sorted(target.rows, state.sort);
  const digits = rows.some(({ ttl }) => ttl > 99) ? 3 : 2;
  const gutter = digits + 2;
  const hosts = rows.map((row) => hostOf(row, state));
  const history = Math.max(0, ...rows.map((row) => row.history.length));
  const layout = layOut(
    width - gutter,
    Math.max(0, ...hosts.map(widthOf)),
    Math.max(8, history),
    state.names && state.origins,
  );
  const body = rows.flatMap((row, index) => {
    const mark = isMarked(row.ttl, target) ? '*' : ' ';
    const line = rowLine(`${mark}${`${row.ttl}`.padStart(digits)} `, hosts[index] ?? '', row, layout, looks);
    const details = state.details ? detailsOf(row, state) : [];
    const indent = ' '.repeat(gutter + 1);
    return [line, ...details.map((text) => looks.style(shortened(indent + text, width, ellipsisOf(looks)), 'dim'))];
  });
  const head = headLine(gutter, 'Host', layout, looks);
  const failure = target?.failure;
  if (failure)
    return { head, body: [...body, looks.style(shortened(`  ${printable(failure)}`, width), 'bold', 'red')] };
  return { head, body: body.length > 0 ? body : [shortened('  waiting for the first answer', width)] };
}

function sorted(rows: readonly PathRow[], sort: Sort): readonly PathRow[] {
  const keys: Readonly<Record<Sort, (row: PathRow) => number>> = {
    hop: ({ ttl }) => -ttl,
    loss: ({ loss }) => loss ?? -1,
    average: ({ rtt }) => rtt?.average ?? -1,
    worst: ({ rtt }) => rtt?.worst ?? -1,
  };
  return [...rows].sort((a, b) => keys[sort](b) - keys[sort](a) || a.ttl - b.ttl);
}

function isMarked(ttl: number, target: TargetView | undefined): boolean {
  if (target === undefined) return false;
  return target.changes.some(
    ({ round, hops }) => round > target.round - MARKED_ROUNDS && hops.some((hop) => hop.ttl === ttl),
  );
}

/** Who answered last. */
function hostOf({ latest, sent }: PathRow, state: ViewState): string {
  if (latest !== null) return named(latest, state);
  return sent === 0 ? '' : '(no answer)';
}

function named(address: Address, { names, nameOf }: ViewState): string {
  const name = names ? nameOf(address) : null;
  return name === null ? address : printable(name);
}

/** Of several addresses each with its share, and the labels of each. */
function detailsOf({ addresses }: PathRow, state: ViewState): readonly string[] {
  return addresses.flatMap(({ address, share, mpls }) => {
    const name = named(address, state);
    const full = name === address ? name : `${name} (${address})`;
    // One alone stands in the row itself.
    return [
      ...(addresses.length === 1 ? [] : [`${full}  ${percentCell(share)}`]),
      ...(mpls.length > 0 ? [labels(mpls)] : []),
    ];
  });
}

function labels(stack: readonly MplsLabelStackEntry[]): string {
  return `MPLS ${stack.map(({ label, trafficClass, ttl }) => `${label} tc ${trafficClass} ttl ${ttl}`).join(' / ')}`;
}
