import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const documents = readdirSync(root).filter((name) => name.endsWith('.md'));

test.each(documents)('%s names only files that exist', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => match[1] ?? '');
  const quoted = [...text.matchAll(/`((?:packages|test|scripts|samples|bench|examples)\/[\w./-]*)`/g)].map(
    (match) => match[1] ?? '',
  );
  expect([...linked, ...quoted].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test('SECURITY.md names a test for every promise, and each is there', () => {
  const text = readFileSync(join(root, 'SECURITY.md'), 'utf8');
  const promised = [...text.matchAll(/^- `([\w./-]+)`: "(.+)"$/gm)].map(([, file = '', name = '']) => ({ file, name }));
  expect(promised.length).toBeGreaterThan(10);
  const broken = promised.filter(({ file, name }) => !readFileSync(join(root, file), 'utf8').includes(name));
  expect(broken).toEqual([]);
});
