import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { codeBlocks, root } from './support/code-blocks.js';
import { hoplite } from './support/hoplite.js';

const read = (path: string) => readFileSync(join(root, path), 'utf8');

test('the README begins with the two commands that a newcomer needs', () => {
  expect(codeBlocks[0]).toMatchObject({
    document: 'README.md',
    body: 'npx -y pnpm@12.21.0 start\nnpx -y pnpm@12.21.0 test\n',
  });
});

test('the picture in the README is what the command beside it prints', async () => {
  const readme = read('README.md');
  const [, args = '', file = ''] = /^npx hoplite (.*--format svg.*) > (\S+)$/m.exec(readme) ?? [];
  const shown = `docs/images/${file}`;
  expect(readme).toContain(`(${shown})`);
  expect(read(shown)).toBe(await hoplite(...args.split(' ')));
});
