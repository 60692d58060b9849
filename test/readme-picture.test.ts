import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { hoplite } from './support/hoplite.js';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

test('the picture in the README is what the command beside it prints', async () => {
  const readme = read('README.md');
  const [, args = '', file = ''] = /^npx hoplite (.*--format svg.*) > (\S+)$/m.exec(readme) ?? [];
  expect(readme).toContain(`(${file})`);
  expect(read(file)).toBe(await hoplite(...args.split(' ')));
});
