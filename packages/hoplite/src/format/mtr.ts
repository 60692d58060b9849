import type { MplsLabelStackEntry } from '@hoplite/codec';
import type { AnsweredProbe, TraceResult } from '@hoplite/engine';
import { printable } from '../terminal.js';
import type { TraceFormat } from './format.js';
import { hostOf, type MtrRow, mtrRows } from './mtr-rows.js';
import type { TextOptions } from './text.js';

/** The report of mtr 0.95, one behind the other as mtr has them of several targets. */
export const mtr: TraceFormat<Pick<TextOptions, 'extensions'>> = {
  showsNames: true,
  figuresAlone: true,
  begin: (options) => ({
    trace: (result, _, figures) => reportOf(result, mtrRows(result, figures), options),
    end: () => '',
  }),
};

function reportOf(
  result: TraceResult,
  rows: readonly MtrRow[],
  { extensions = false }: Pick<TextOptions, 'extensions'>,
): string {
  const layout = layoutFor(result, rows);
  const lines = [
    `Start: ${result.startedAt.replace(/\.\d+Z$/, '+0000')}`,
    titles(result, layout),
    ...rows.flatMap((row) => rowLines(row, layout, extensions)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** How wide the hosts are. mtr's `--report` cuts what is longer; then this is its `--report-wide`, which cuts nothing. */
interface Layout {
  readonly isWide: boolean;
  readonly hosts: number;
}

const REPORT: Layout = { isWide: false, hosts: 33 };

function layoutFor({ source }: TraceResult, rows: readonly MtrRow[]): Layout {
  const hosts = rows.map(({ responders }) => shown(responders[0]).length);
  const fits = Math.max(0, ...hosts) <= REPORT.hosts - hopText(0).length;
  if (fits && source.length <= REPORT.hosts - HOST.length) return REPORT;
  return { isWide: true, hosts: Math.max(source.length, ...hosts) };
}

const HOST = 'HOST: ';

function titles({ source }: TraceResult, layout: Layout): string {
  return hostColumn(HOST, source, layout) + FIELDS.map(({ title, width }) => title.padStart(width)).join('');
}

function rowLines(row: MtrRow, layout: Layout, extensions: boolean): readonly string[] {
  const [last, ...others] = row.responders;
  const fields = FIELDS.map(({ width, text }, index) =>
    // What is too long for its field loses its end to the next one, as in mtr: of 100.0% the sign.
    index < FIELDS.length - 1 ? text(row).slice(0, width) : text(row),
  );
  const hosts = [
    { line: hostColumn(hopText(row.ttl), shown(last), layout) + fields.join(''), labels: last?.mpls ?? [] },
    ...others.map((other) => ({ line: ' '.repeat(8) + shown(other).padEnd(layout.hosts), labels: other.mpls })),
  ];
  return hosts.flatMap(({ line, labels }) => [line, ...(extensions ? labels.map(labelLine) : [])]);
}

/** In mtr the first column of the plain report is as wide as it is with what stands before the host, else without. */
function hostColumn(before: string, host: string, { isWide, hosts }: Layout): string {
  return isWide ? before + host.padEnd(hosts) : (before + host).padEnd(hosts);
}

function hopText(ttl: number): string {
  return ` ${String(ttl).padStart(2)}.|-- `;
}

function shown(responder: AnsweredProbe | undefined): string {
  return printable(hostOf(responder));
}

/** As later versions of mtr have it; 0.95 prints the bottom bit as a control character. */
function labelLine({ label, trafficClass, bottom, ttl }: MplsLabelStackEntry): string {
  return `       [MPLS: Lbl ${label} TC ${trafficClass} S ${bottom ? 1 : 0} TTL ${ttl}]`;
}

interface Field {
  readonly title: string;
  readonly width: number;
  readonly text: (row: MtrRow) => string;
}

const FIELDS: readonly Field[] = [
  { title: 'Loss%', width: 6, text: ({ loss }) => ` ${loss.toFixed(1).padStart(4)}%` },
  { title: 'Snt', width: 6, text: ({ sent }) => ` ${String(sent).padStart(5)}` },
  { title: ' ', width: 1, text: () => ' ' },
  time('Last', ({ last }) => last),
  time('Avg', ({ average }) => average),
  time('Best', ({ best }) => best),
  time('Wrst', ({ worst }) => worst),
  time('StDev', ({ deviation }) => deviation),
];

function time(title: string, milliseconds: (row: MtrRow) => number): Field {
  return { title, width: 6, text: (row) => ` ${milliseconds(row).toFixed(1).padStart(5)}` };
}
