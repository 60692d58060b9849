import { cell, columns } from './columns.js';
import type { PacketRecord } from './packet-record.js';

/** A packet as tshark reads it: its cells by column. */
export interface TsharkRow {
  /** `capture#frame`. */
  readonly where: string;
  readonly record: PacketRecord;
  readonly cells: Readonly<Record<string, string>>;
}

export interface CellDifference {
  readonly where: string;
  readonly column: string;
  readonly ours: string;
  readonly theirs: string;
}

export interface CellComparison {
  readonly cells: number;
  /** Equal ones, among them those empty in both. */
  readonly equal: number;
  /** Equal ones that hold a value. */
  readonly values: number;
  readonly differences: readonly CellDifference[];
}

/** Compares each cell of a column that `hoplite packets` has an answer to. */
export function compareCells(rows: readonly TsharkRow[]): CellComparison {
  const all = rows.flatMap(({ where, record, cells }) =>
    Object.entries(columns)
      .filter(([column]) => cells[column] !== undefined)
      .map(([column, of]) => ({ where, column, ours: cell(of, record), theirs: cells[column] ?? '' })),
  );
  const equal = all.filter(({ ours, theirs }) => ours === theirs);
  return {
    cells: all.length,
    equal: equal.length,
    values: equal.filter(({ ours }) => ours !== '').length,
    differences: all.filter(({ ours, theirs }) => ours !== theirs),
  };
}

/** Why cells differ. */
export interface Reason {
  readonly why: string;
  readonly columns: readonly string[];
  /** The captures or single packets that it is about; all where it is left out. */
  readonly where?: readonly string[];
  /** What the two must be to each other. */
  readonly explains: (ours: string, theirs: string) => boolean;
}

/** How many cells are explained by each reason, and the cells that none explains. */
export function explain(
  differences: readonly CellDifference[],
  reasons: readonly Reason[],
): { readonly explained: Readonly<Record<string, number>>; readonly unexplained: readonly CellDifference[] } {
  const explained: Record<string, number> = {};
  const unexplained = differences.filter((difference) => {
    const reason = reasons.find((one) => isExplained(difference, one));
    if (reason !== undefined) explained[reason.why] = (explained[reason.why] ?? 0) + 1;
    return reason === undefined;
  });
  return { explained, unexplained };
}

function isExplained({ where, column, ours, theirs }: CellDifference, reason: Reason): boolean {
  const isAbout = reason.where?.some((place) => where === place || where.startsWith(`${place}#`)) ?? true;
  return isAbout && reason.columns.includes(column) && reason.explains(ours, theirs);
}
