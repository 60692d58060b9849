import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { corpusFile, readManifest } from './support/corpus.js';
import { columns, columnsApart } from './support/fields/columns.js';
import { compareCells, explain, type TsharkRow } from './support/fields/compare-cells.js';
import { knownInCorpus, knownInShared } from './support/fields/known-differences.js';
import { packetRecords } from './support/fields/packet-record.js';
import { hasTshark, tsharkCells } from './support/fields/tshark.js';
import { sharedCaptures } from './support/shared-captures.js';

const folder = sharedCaptures();
const withTshark = hasTshark();

describe.skipIf(folder === null)('hoplite packets, of captures made by others,', async () => {
  const rows = folder === null ? [] : await rowsOfOthers(folder);
  const compared = compareCells(rows);

  test('prints what tshark prints in every cell, but for what is known', () => {
    const { explained, unexplained } = explain(compared.differences, knownInShared);
    expect(unexplained).toEqual([]);
    expect(explained).toEqual(Object.fromEntries(knownInShared.map(({ why, cells }) => [why, cells])));
  });

  test('finds a packet cut or mangled exactly where tshark does', () => {
    const ours = rows.filter(({ record }) => record.problem !== null);
    expect(ours).toEqual(rows.filter(({ cells }) => `${cells['_ws.malformed']}${cells['_ws.short']}` !== ''));
  });

  test('has a word on every column but those of dissectors', () => {
    const names = new Set(rows.flatMap(({ cells }) => Object.keys(cells)));
    expect([...names].filter((name) => columns[name] === undefined)).toEqual(columnsApart);
  });

  test('is compared in 19656 cells, of which 5341 hold the same value', () => {
    expect([compared.cells, compared.values]).toEqual([19656, 5341]);
  });
});

describe.skipIf(!withTshark)('hoplite packets, of the corpus,', async () => {
  const compared = compareCells(withTshark ? await rowsOfCorpus() : []);

  test('prints what tshark prints in every cell, but for what is known', () => {
    expect(explain(compared.differences, knownInCorpus).unexplained).toEqual([]);
  });

  test('is compared in 387557 cells, of which some 119000 hold the same value', () => {
    expect(compared.cells).toBe(387_557);
    expect(compared.values).toBeGreaterThan(118_000);
  });
});

/** The tables that lie beside the captures. */
async function rowsOfOthers(captures: string): Promise<readonly TsharkRow[]> {
  const tables = readdirSync(captures, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith(TABLE));
  const rows = await Promise.all(tables.sort().map((name) => rowsOfTable(captures, name.slice(0, -TABLE.length))));
  return rows.flat();
}

const TABLE = '.fields.tsv';

async function rowsOfTable(captures: string, name: string): Promise<readonly TsharkRow[]> {
  const [header = '', ...lines] = readFileSync(join(captures, `${name}${TABLE}`), 'utf8')
    .replace(/\n$/, '')
    .split('\n');
  const names = header.split('\t');
  const records = new Map((await packetRecords(join(captures, name))).map((record) => [record.number, record]));
  return lines.flatMap((line) => {
    const cells = Object.fromEntries(line.split('\t').map((value, index) => [names[index], value]));
    const record = records.get(Number(cells['frame.number']));
    // Wireshark counts the custom blocks of a pcapng file among the packets.
    if (record === undefined && cells['frame.encap_type'] === '') return [];
    if (record === undefined) throw new Error(`no record of ${name}#${cells['frame.number']}`);
    return [{ where: `${name}#${record.number}`, record, cells }];
  });
}

/** Columns that would be those of the merged file. */
const ofMerged: readonly string[] = ['frame.number', 'frame.interface_id'];

async function rowsOfCorpus(): Promise<readonly TsharkRow[]> {
  const recordings = readManifest();
  const names = Object.keys(columns).filter((name) => !ofMerged.includes(name));
  const cells = tsharkCells(
    recordings.map(({ file }) => corpusFile(file)),
    names,
  );
  const packets = await Promise.all(
    recordings.map(async ({ name, file }) =>
      (await packetRecords(corpusFile(file))).map((record) => ({ name, record })),
    ),
  );
  expect(cells).toHaveLength(packets.flat().length);
  return packets.flat().map(({ name, record }, index) => ({
    where: `${name}#${record.number}`,
    record,
    cells: cells[index] ?? {},
  }));
}
