import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What a page costs that takes this of the codec, minified and gzipped, in kB: to be raised knowingly. */
const budgets = [
  { what: 'all of it', code: "export * from '@hoplite/codec';", budget: 15 },
  { what: '`decodeDatagram` alone', code: "export { decodeDatagram } from '@hoplite/codec';", budget: 6.5 },
];

describe.each(budgets)('the codec bundled for a browser: $what', ({ what, code, budget }) => {
  test('needs nothing else, and keeps within its budget', async () => {
    const { imports, size } = await bundle(code);
    expect(imports).toEqual([]);
    expect(size).toBeLessThanOrEqual(budget);
  });

  test.each(['README.md', 'packages/codec/README.md'])('has the size that %s says', async (path) => {
    const [, said] = readFileSync(root + path, 'utf8')
      .replaceAll('\n', ' ')
      .split(`${what} is `);
    // One zlib packs a little tighter than another.
    expect(Math.abs(Number(said?.match(/^[\d.]+(?= kB)/)?.[0]) - (await bundle(code)).size)).toBeLessThan(0.2);
  });
});

/** As Vite builds a page with that code in it. */
async function bundle(code: string): Promise<{ readonly imports: readonly string[]; readonly size: number }> {
  const input = `${root}test/page.js`;
  const built = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    resolve: { conditions: ['hoplite-source'] },
    plugins: [
      { name: 'page', resolveId: (id) => (id === input ? id : null), load: (id) => (id === input ? code : null) },
    ],
    build: {
      write: false,
      minify: true,
      target: 'es2023',
      rolldownOptions: { input, preserveEntrySignatures: 'strict' },
    },
  });
  const [page] = 'output' in built ? built.output : [];
  if (page === undefined) throw new Error('nothing was built');
  return { imports: page.imports, size: gzipSync(page.code).length / 1000 };
}
