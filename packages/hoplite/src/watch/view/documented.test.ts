import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { helpPage } from './help-page.js';
import { pathPage } from './path-page.js';
import { plain } from './style.js';
import { state } from './view.fixture.js';

const page = readFileSync(fileURLToPath(new URL('../../../../../docs/watch.md', import.meta.url)), 'utf8');
const looks = { style: plain, unicode: true };

/** The words in the first cells of the tables under a heading. */
function cells(heading: string): readonly string[] {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const [table = ''] = section.split('\n## ');
  return [...table.matchAll(/^\| ([^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word),
  );
}

test('docs/watch.md explains every column that the view has, and shows them as it does', () => {
  const { head } = pathPage(state(), 80, looks);
  expect(cells('What the columns mean')).toEqual(head.trim().split(/\s+/));
  expect(page).toMatch(new RegExp(`^ +${head.trim().split(/\s+/).join(' +')}$`, 'm'));
});

test('docs/watch.md and the help name the same keys', () => {
  const help = helpPage(200, looks).body.join('\n');
  for (const key of cells('Keys')) {
    if (/^[19]$/.test(key)) continue;
    expect(help).toMatch(new RegExp(`(^|\\s)${key.replace('?', '\\?')}(\\s|;)`, 'm'));
  }
});
