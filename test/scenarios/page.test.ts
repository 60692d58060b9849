import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('docs/how-traceroute-misleads.md leads to every scenario, and to none that is not there', () => {
  const page = readFileSync(new URL('../../docs/how-traceroute-misleads.md', import.meta.url), 'utf8');
  const linked = [...page.matchAll(/\(\.\.\/test\/scenarios\/([^)]+)\)/g)].map(([, file]) => file);
  const files = readdirSync(new URL('.', import.meta.url)).filter((file) => /^(\d\d|quirk|encyclopedia)-/.test(file));
  expect(linked.toSorted()).toEqual(files.toSorted());
});
