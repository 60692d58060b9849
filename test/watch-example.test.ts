import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { hoplite } from './support/hoplite.js';

const read = (name: string) => readFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), 'utf8');
const page = read('docs/watch.md');

test('the program of docs/watch.md is the file in examples, which the types are checked of, and prints a line every 20 rounds', async () => {
  expect(page).toContain(`\`\`\`ts\n${read('examples/watch.ts')}\`\`\`\n`);
  const print = vi.spyOn(console, 'log').mockReturnValue();
  await import('../examples/watch.js');
  const lines = print.mock.calls.map((values) => values.join(' '));
  vi.restoreAllMocks();
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toMatch(/^2026-01-01T00:0\d:\d\d\.\d{9}Z hop 10: loss \d\.\d %, 4\d\.\d ms$/);
});

test('the report of docs/watch.md is what the command prints', async () => {
  const [, args = '', printed = ''] = /^\$ npx hoplite (.*)\n([^`]*)```/m.exec(page) ?? [];
  expect(printed.split('\n').length).toBeGreaterThan(10);
  expect(await hoplite(...args.split(' '))).toBe(printed);
});
