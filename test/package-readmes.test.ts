import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const published = readdirSync(join(root, 'packages')).filter(
  (folder) => !JSON.parse(read(`packages/${folder}/package.json`)).private,
);

/** The code blocks of a package's README in one language. */
function blocks(folder: string, language: string): readonly string[] {
  const pattern = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms');
  return [...read(`packages/${folder}/README.md`).matchAll(pattern)].map(([, body = '']) => body);
}

const shown = (value: unknown) => (typeof value === 'string' ? value : inspect(value));

/** Round-trip times of a live trace are never the same. */
const withoutTimes = (text: string) => text.replace(/\d+(\.\d+)? ms/g, '* ms');

let scratch: string;
beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'hoplite-readme-'));
  process.chdir(scratch);
});
afterEach(() => {
  process.chdir(root);
  rmSync(scratch, { recursive: true });
  vi.restoreAllMocks();
});

describe.each(published)('the README of %s', (folder) => {
  const text = read(`packages/${folder}/README.md`);
  const { name } = JSON.parse(read(`packages/${folder}/package.json`));

  test('says first what it is called and how to install it', () => {
    expect(text.split('\n')[0]).toBe(`# ${name}`);
    expect(blocks(folder, 'sh')[0]).toMatch(
      new RegExp(`^npm install (--save-dev )?${name}( @hoplite/[\\w-]+| fast-check| raw-socket@1.8.1)*\n$`),
    );
  });

  test('has no code that the tests do not see: one example, what it prints, and lines for a shell', () => {
    const fences = [...text.matchAll(/^\s*(?:```|~~~)(\w*)/gm)].map(([, language = '']) => language);
    const shells = blocks(folder, 'sh').map(() => 'sh');
    expect(fences.filter((language) => language !== '').toSorted()).toEqual([...shells, 'text', 'ts']);
    expect(fences).toHaveLength(2 * (shells.length + 2));
  });

  test('installs all that its example imports', () => {
    const imported = [...(blocks(folder, 'ts')[0] ?? '').matchAll(/from '(?!node:)([^']+)'/g)].map(([, from]) => from);
    const installed = blocks(folder, 'sh')[0]?.trim().split(' ').slice(2);
    expect(imported.filter((from) => !installed?.includes(from ?? ''))).toEqual([]);
  });

  test('links only to what the package holds, for whoever reads it there', () => {
    const { files } = JSON.parse(read(`packages/${folder}/package.json`));
    const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path = '']) => path);
    const held = (path: string) =>
      files.includes(path.split('/')[0]) && existsSync(join(root, 'packages', folder, path));
    expect(linked.filter((path) => !held(path))).toEqual([]);
  });

  test('shows an example that prints what it says, and is the file in examples, which the types are checked of', async () => {
    expect(blocks(folder, 'ts')[0]).toBe(read(`examples/packages/${folder}.ts`));
    const print = vi.spyOn(console, 'log').mockReturnValue();
    await import(`../examples/packages/${folder}.ts`);
    const printed = print.mock.calls.map((values) => `${values.map(shown).join(' ')}\n`).join('');
    const expected = withoutTimes(blocks(folder, 'text')[0] ?? '');
    // Raw sockets need privilege, and a package that may not be built here: then it says so.
    if (folder === 'transport-raw') expect(printed).toMatch(/^(reached at TTL 1|.*raw[- ]sockets?.*: .+)\n$/);
    else expect(withoutTimes(printed)).toBe(expected);
  });
});
