import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type CodeBlock, codeBlocks, documents, root, sessionOf } from './support/code-blocks.js';
import { openShell, type Shell } from './support/shell.js';

const inRoot = readdirSync(root).filter((name) => name.endsWith('.md'));
const read = (name: string) => readFileSync(join(root, name), 'utf8');

test.each([...new Set([...inRoot, ...documents])])('%s names only files that exist', (name) => {
  const text = read(name).replace(/^```.*?^```$/gms, '');
  const linked = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map((match) => join(dirname(name), match[1] ?? ''));
  const quoted = [...text.matchAll(/`((?:packages|test|scripts|samples|bench|examples)\/[\w./-]*)`/g)].map(
    (match) => match[1] ?? '',
  );
  expect([...linked, ...quoted].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

test.each([...new Set([...inRoot, ...documents])])('%s points at headings that are there', (name) => {
  const links = [...read(name).matchAll(/\]\(([^):]*\.md)?#([\w-]+)\)/g)];
  const lost = links.filter(([, file, heading]) => {
    const text = read(file === undefined ? name : join(dirname(name), file));
    return ![...text.matchAll(/^#+ (.+)$/gm)].some(([, title = '']) => anchorOf(title) === heading);
  });
  expect(lost.map(([link]) => link)).toEqual([]);
});

test.each([...new Set([...inRoot, ...documents])])('%s is whole: no mark of a merge is left in it', (name) => {
  expect(read(name)).not.toMatch(/^(<{7} |>{7} |={7}$)/m);
});

test('docs/README.md leads to every document', () => {
  const linked = [...read('docs/README.md').matchAll(/\]\(([\w-]+\.md)/g)].map(([, file]) => `docs/${file}`);
  expect([...linked, 'README.md', 'docs/README.md'].toSorted()).toEqual([...documents].toSorted());
});

test('docs/formats.md lists every schema, and those that must be loaded with it', () => {
  const rows = [...read('docs/formats.md').matchAll(/\[[@\w/-]+\.schema\.json\]\(\.\.\/([^)]+)\) \| ([\w-]*) ?\|/g)];
  const listed = rows.map(([, file, others]) => [file, others]);
  const published = ['packages/hoplite/schema', 'packages/transport-sim/schema'].flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
  );
  const referred = (file: string) =>
    new Set([...read(file).matchAll(/"urn:hoplite:schema:([\w-]+):1#/g)].map(([, name]) => name));
  expect(listed.toSorted()).toEqual(published.map((file) => [file, [...referred(file)].join(', ')]).toSorted());
});

test('SECURITY.md names a test for every promise, and each is there', () => {
  const text = read('SECURITY.md');
  const promised = [...text.matchAll(/^- `([\w./-]+)`: "(.+)"$/gm)].map(([, file = '', name = '']) => ({ file, name }));
  expect(promised.length).toBeGreaterThan(10);
  const broken = promised.filter(({ file, name }) => !read(file).includes(name));
  expect(broken).toEqual([]);
});

test('every code block begins where a line does, so that the tests below see it', () => {
  const fences = documents.map((name) => ({ name, count: read(name).match(/^[\s>]*(```|~~~)/gm)?.length ?? 0 }));
  const seen = documents.map((name) => ({
    name,
    count: 2 * codeBlocks.filter(({ document }) => document === name).length,
  }));
  expect(fences).toEqual(seen);
});

test('every code block is run, but for those that say why not', () => {
  const notRun = codeBlocks.flatMap(({ document, mark }) =>
    typeof mark === 'object' && mark !== null ? [`${document}: ${mark.notRun}`] : [],
  );
  expect(notRun).toEqual([
    'README.md: .ci/run runs both',
    'README.md: sends probes to the Internet',
    'README.md: scripts/check-install.js packs and installs',
    'docs/permissions.md: changes settings of the machine, as root',
    'docs/permissions.md: a unit of systemd',
    'docs/permissions.md: needs an engine of containers',
    'docs/permissions.md: needs a cluster',
    'docs/reading-captures.md: needs root, and sees the traffic of this machine',
    'docs/watch.md: goes on until it is left, and the first two go to the Internet',
    'docs/watch.md: a view of a terminal, at some moment',
  ]);
  const unknown = run().filter(({ language, mark }) => !(language in { console: 0, sh: 0, ts: 0 }) && mark === null);
  expect(unknown.map(({ at }) => at)).toEqual([]);
});

let shell: Shell;
beforeAll(async () => {
  shell = await openShell();
});
afterAll(() => shell[Symbol.dispose]());

describe('every session shows what the command prints', () => {
  const sessions = run('console').flatMap((block) => sessionOf(block).map((each) => ({ at: block.at, ...each })));

  test('and there are some', () => expect(sessions.length).toBeGreaterThan(10));

  test.each(sessions)('$at: $command', async ({ command, output }) => {
    // A trace that was refused is worth showing, too, and its status is 1.
    expect(await shell.run(`${command} || true`)).toBe(output);
  });
});

describe('every line for a shell can be pasted', () => {
  test.each(run('sh'))('$at', async ({ body }) => {
    await shell.run(body);
  });
});

test('the picture in README.md is the one that the command above it draws', async () => {
  await shell.run(codeBlocks.find(({ body }) => body.includes('> path.svg'))?.body ?? 'false');
  expect(readFileSync(join(shell.folder, 'path.svg'), 'utf8')).toBe(read('docs/images/path.svg'));
});

describe('every program is a file in examples, which the types are checked of', () => {
  const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'));
  const exampleOf = ({ body }: CodeBlock) => examples.find((name) => read(`examples/${name}`) === body);

  test.each(run('ts'))('$at', (block) => expect(exampleOf(block)).toBeDefined());

  test('and is shown where', () => {
    const shown = run('ts').map(exampleOf);
    expect(examples.filter((name) => !shown.includes(name))).toEqual([]);
  });

  const shown = codeBlocks.flatMap((block, index) => {
    const program = codeBlocks.slice(0, index).findLast(({ language }) => language === 'ts');
    return isOutput(block) && program !== undefined ? [{ at: block.at, block, program }] : [];
  });

  test.each(shown)('$at: prints what is shown', async ({ block, program }) => {
    const print = vi.spyOn(console, 'log').mockReturnValue();
    try {
      await import(`../examples/${exampleOf(program)?.replace(/\.ts$/, '')}.ts`);
      const lines = print.mock.calls.map((values) => `${values.join(' ')}\n`).join('');
      expect(comparable(lines, block)).toBe(comparable(block.body, block));
    } finally {
      print.mockRestore();
    }
  });
});

/** The blocks that do not say why they are not run. */
function run(language?: string): readonly CodeBlock[] {
  return codeBlocks.filter(
    (block) => (language === undefined || block.language === language) && (block.mark === null || isOutput(block)),
  );
}

/** As GitHub makes one of a heading. */
function anchorOf(title: string): string {
  const kept = title.toLowerCase().replace(/[^\w\s-]/g, '');
  return kept.replaceAll(' ', '-');
}

function isOutput({ mark }: CodeBlock): boolean {
  return mark === 'output' || mark === 'output, but for the times';
}

/** A live round trip takes another time each time. */
function comparable(text: string, { mark }: CodeBlock): string {
  return mark === 'output' ? text : text.replace(/\d+(\.\d+)? ms/g, '# ms');
}
