import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TraceEngine, type TraceResult } from '@hoplite/engine';
import { createSimTransport, parseTopology } from '@hoplite/transport-sim';
import { traceFormats } from 'hoplite';
import { expect, test, vi } from 'vitest';
import { markdown } from '../examples/markdown-format.js';

const read = (name: string) => readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8');

async function traceTo(target: string): Promise<TraceResult> {
  const transport = createSimTransport(parseTopology(JSON.parse(read('samples/internet.json'))), { seed: 1 });
  await using engine = new TraceEngine(transport, { seed: 1 });
  return await engine.trace(target, { queries: 2 }).result;
}

test('it writes a heading and a table for each trace', async () => {
  const result = await traceTo('192.0.2.80');
  const document = markdown.begin({ level: 3 });
  const lines = (document.trace(result, 1) + document.trace(result, 2) + document.end()).split('\n');
  expect(lines.filter((line) => line === '### 192.0.2.80 (192.0.2.80): reached')).toHaveLength(2);
  expect(lines.slice(1, 4)).toEqual(['', '| hop | who | round trips |', '|---|---|---|']);
  expect(lines[4]).toMatch(/^\| 1 \| 192\.168\.1\.1 \| [\d.]+ ms, [\d.]+ ms \|$/);
  expect(lines.slice(4, 14).map((line) => Number(line.split('|')[1]))).toEqual(result.hops.map(({ ttl }) => ttl));
});

test('nothing of a hostile name is Markdown, HTML or an order to a terminal', async () => {
  const result = await traceTo('192.0.2.80');
  const text = markdown.begin({}).trace({ ...result, target: 'a|b<i>_*[x](y)`\u001b[2J\n# c' }, 1);
  expect(text.split('\n')[0]).toMatch(/^## a&#124;b&#60;i&#62;[\w&#; ]+ \(192\.0\.2\.80\): reached$/);
});

test('the example of docs/formats.md prints a row a probe', async () => {
  const print = vi.spyOn(console, 'log').mockReturnValue();
  await import('../examples/as-csv.js');
  const [headings = '', ...rows] = String(print.mock.calls[0]).trimEnd().split('\n');
  vi.restoreAllMocks();
  expect(headings).toMatch(/^trace,target,address,/);
  expect(rows).toHaveLength(30);
});

test('every format that docs/formats.md names is there, and every one that is there is named', () => {
  const named = [...read('docs/formats.md').matchAll(/^\| \[?`([\w-]+)`(?:\]\([^)]+\))? \| [^|]+ \| [^|]+ \|$/gm)];
  expect(named.map(([, name]) => name)).toEqual(Object.keys(traceFormats));
});

test('docs/formats.md names every column of csv', () => {
  const [headings = ''] = traceFormats.csv.begin({}).end().split('\n');
  const [, section = ''] = read('docs/formats.md').split('\n## csv\n');
  const [table = ''] = section.split('\n## ');
  const rows = [...table.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) => cell.match(/\w+/g) ?? []);
  expect(new Set(rows)).toEqual(new Set(headings.split(',')));
});
