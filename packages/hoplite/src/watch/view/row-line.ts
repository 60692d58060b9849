import type { PathRow } from '../../statistics/path-statistics.js';
import type { Layout } from './columns.js';
import { ellipsisOf, type Looks } from './looks.js';
import { sparkline } from './sparkline.js';
import type { Look } from './style.js';
import { fitted, fittedRight } from './text-width.js';

/** The titles over rows of that layout. */
export function headLine(gutter: number, host: string, layout: Layout, { style }: Looks): string {
  const titles = layout.columns.map(({ title, width }) => ` ${fittedRight(title, width)}`).join('');
  const history = layout.history > 0 ? ` ${fitted('History', layout.history, '')}` : '';
  return style(`${' '.repeat(gutter)}${fitted(host, layout.host, '')}${titles}${history}`, 'dim');
}

/** A hop's figures behind its host. */
export function rowLine(gutter: string, host: string, row: PathRow, layout: Layout, looks: Looks): string {
  const cells = layout.columns.map(({ title, width, cell }) => {
    const text = ` ${fittedRight(cell(row), width)}`;
    return title === 'Loss' ? looks.style(text, ...lookOfLoss(row.loss)) : text;
  });
  const history = layout.history > 0 ? ` ${sparkline(row.history, layout.history, looks.unicode)}` : '';
  const name = fitted(host, layout.host, ellipsisOf(looks));
  return `${gutter}${row.received === 0 ? looks.style(name, 'dim') : name}${cells.join('')}${looks.style(history, 'cyan')}`;
}

function lookOfLoss(loss: number | null): readonly Look[] {
  if (loss === null || loss === 0) return [];
  return loss < 10 ? ['yellow'] : ['bold', 'red'];
}
