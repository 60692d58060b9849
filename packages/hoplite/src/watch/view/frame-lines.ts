import { printable } from '../../terminal.js';
import { percentCell } from './cells.js';
import { ellipsisOf, type Looks } from './looks.js';
import { fitted, shortened, widthOf } from './text-width.js';
import type { TargetView, ViewState } from './view-state.js';

/** Whose path it is, by which method, and how far the watching is; what does not fit is left out from the right. */
export function title(state: ViewState, width: number, looks: Looks): string {
  const target = state.targets[state.selected];
  const name = target === undefined ? '' : nameOf(target);
  const facts = [
    state.paused ? 'PAUSED' : '',
    target === undefined ? '' : endOf(target),
    target?.method ?? '',
    target === undefined || target.round === 0 ? '' : `round ${target.round}`,
    `every ${state.interval / 1000} s`,
    state.sort === 'hop' ? '' : `by ${state.sort}`,
    state.time,
  ].filter((fact) => fact !== '');
  const left = shortened(`hoplite watch  ${name}`, width, ellipsisOf(looks));
  while (facts.length > 0 && widthOf(left) + 2 + widthOf(facts.join('  ')) > width) facts.pop();
  const right = facts.join('  ');
  return looks.style(fitted(left, width - widthOf(right)) + right, 'bold');
}

/** The targets, the one that is shown in brackets; as many around it as there is room for. */
export function tabs({ targets, selected }: ViewState, width: number, looks: Looks): string {
  const labelled = (longest: number): readonly string[] =>
    targets.map((target, index) => tabOf(target, index === selected, `${index + 1}`, longest, looks));
  const fits = (labels: readonly string[]): boolean => widthOf(labels.join('')) <= width;
  const labels = [40, 24].map(labelled).find(fits) ?? labelled(14);
  let [first, last] = [selected, selected];
  let used = widthOf(labels[selected] ?? '');
  for (;;) {
    const [before, after] = [labels[first - 1], labels[last + 1]];
    if (after !== undefined && used + widthOf(after) + 4 <= width) {
      used += widthOf(after);
      last++;
    } else if (before !== undefined && used + widthOf(before) + 4 <= width) {
      used += widthOf(before);
      first--;
    } else break;
  }
  const marks = [first > 0 ? '< ' : '', last < labels.length - 1 ? ' >' : ''];
  return shortened(`${marks[0]}${labels.slice(first, last + 1).join('')}${marks[1]}`, width, ellipsisOf(looks));
}

/** The keys; those that do not fit are left out, but for how to leave and to ask. */
export function footer({ message, targets, paused }: ViewState, width: number, { style }: Looks): string {
  if (message !== null) return style(shortened(printable(message), width), 'bold');
  const keys = [
    `p ${paused ? 'go on' : 'pause'}`,
    'r reset',
    ...(targets.length > 1 ? ['Tab next', 'o overview'] : []),
    'm method',
    'n names',
    'd details',
    's sort',
  ];
  const line = (): string => ['q quit', ...keys, '? help'].join('  ');
  while (keys.length > 0 && line().length > width) keys.pop();
  return style(shortened(line(), width, ''), 'dim');
}

/** Where the path ends otherwise than at its target. */
function endOf({ outcome, annotation, reached }: TargetView): string {
  if (outcome === 'unreachable') return `unreachable ${annotation ?? ''}`.trimEnd();
  return outcome === 'max-ttl' && !reached ? 'not reached' : '';
}

function nameOf({ target, address }: TargetView): string {
  return target === address ? address : `${printable(target)} (${address})`;
}

function tabOf(target: TargetView, isSelected: boolean, number: string, longest: number, looks: Looks): string {
  const loss = target.rows.at(-1)?.loss ?? null;
  const label = `${number} ${shortened(printable(target.target), longest, ellipsisOf(looks))} ${stateOf(target, loss)}`;
  return isSelected ? `[${label}]` : ` ${label} `;
}

function stateOf({ failure, round, outcome }: TargetView, loss: number | null): string {
  if (failure !== null) return 'failed';
  if (round === 0 || outcome === null) return '...';
  return loss === null ? 'silent' : percentCell(loss);
}
