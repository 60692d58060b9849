import type { PathRow } from '../../statistics/path-statistics.js';
import { countCell, percentCell, timeCell } from './cells.js';

export interface Column {
  readonly title: string;
  readonly width: number;
  readonly cell: (row: PathRow) => string;
}

/** What a row has beside its host, from the left. */
export interface Layout {
  readonly host: number;
  readonly columns: readonly Column[];
  /** 0 where there is no room for a history. */
  readonly history: number;
}

const COLUMNS = {
  loss: { title: 'Loss', width: 4, cell: (row) => percentCell(row.loss) },
  unanswered: { title: 'NoAns', width: 5, cell: (row) => percentCell(row.unanswered) },
  sent: { title: 'Sent', width: 4, cell: (row) => countCell(row.sent) },
  last: { title: 'Last', width: 4, cell: ({ rtt }) => timeCell(rtt?.last) },
  average: { title: 'Avg', width: 4, cell: ({ rtt }) => timeCell(rtt?.average) },
  best: { title: 'Best', width: 4, cell: ({ rtt }) => timeCell(rtt?.best) },
  worst: { title: 'Wrst', width: 4, cell: ({ rtt }) => timeCell(rtt?.worst) },
  deviation: { title: 'SDev', width: 4, cell: ({ rtt }) => timeCell(rtt?.deviation) },
  jitter: { title: 'Jttr', width: 4, cell: ({ rtt }) => timeCell(rtt?.jitter.average) },
} satisfies Readonly<Record<string, Column>>;

type ColumnName = keyof typeof COLUMNS;

/** What is left out first where there is no room. */
const LEAST_FIRST: readonly (ColumnName | 'history')[] = [
  'jitter',
  'deviation',
  'best',
  'unanswered',
  'worst',
  'history',
  'last',
  'sent',
  'average',
  'loss',
];

const LEAST_HOST = 15;

/** What an origin takes behind a name, or an address: `[AS64500 SE]`. */
const ORIGIN = 19;
const LEAST_HISTORY = 8;

/**
 * Lays out rows of `width` columns whose longest host wants `host`, and whose history is `history` long at the most. Hosts
 * that have their origins behind them have more room, up to half of it all: these were asked for.
 */
export function layOut(width: number, host: number, history: number, hasOrigins: boolean): Layout {
  const least = hasOrigins
    ? Math.max(LEAST_HOST, Math.min(LEAST_HOST + ORIGIN, host, Math.floor(width / 2)))
    : LEAST_HOST;
  const names = Object.keys(COLUMNS) as ColumnName[];
  const left = [...LEAST_FIRST];
  while (left.length > 0 && width < least + taken(names, left) + historyOf(left)) left.shift();
  const columns = names.filter((name) => left.includes(name));
  const room = width - taken(columns, left);
  const hostWidth = Math.max(0, Math.min(Math.max(host, least), room - historyOf(left)));
  return {
    host: hostWidth,
    columns: columns.map((name) => COLUMNS[name]),
    history: left.includes('history') ? Math.min(history, room - hostWidth - 1) : 0,
  };
}

function taken(names: readonly ColumnName[], left: readonly string[]): number {
  return names.filter((name) => left.includes(name)).reduce((sum, name) => sum + 1 + COLUMNS[name].width, 0);
}

function historyOf(left: readonly string[]): number {
  return left.includes('history') ? 1 + LEAST_HISTORY : 0;
}
