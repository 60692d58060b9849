import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { compileFile, compileIn } from './support/compile.js';
import { readImports, readSources } from './support/imports.js';
import { brokenWalls, browserEntries, importCycles, outsideImports, readManifests } from './support/walls.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readSources(root);
const manifests = readManifests(root);

/** A module that does not exist, importing something. */
const importing = (path: string, ...specifiers: string[]) => ({
  path,
  imports: specifiers.map((specifier, index) => ({ specifier, line: index + 1 })),
});

describe('the import graph', () => {
  test('covers every package', () => {
    const seen = new Set(sources.map(({ path }) => path.split('/')[1]));
    for (const { folder } of manifests) expect(seen).toContain(folder);
  });

  test('has no import that breaks a wall', () => {
    expect(brokenWalls(sources, manifests)).toEqual([]);
  });

  test('has no cycle between the files of a package', () => {
    expect(importCycles(sources)).toEqual([]);
  });

  test('lets nobody but developers depend on testing', () => {
    expect(manifests.filter(({ dependencies }) => dependencies.includes('@hoplite/testing'))).toEqual([]);
  });
});

describe('the walls', () => {
  test.each([
    ['packages/codec/src/x.ts', '@hoplite/engine', 'codec may not depend on engine'],
    ['packages/engine/src/x.ts', '@hoplite/transport-pcap', 'engine may not depend on transport-pcap'],
    ['packages/transport-pcap/src/x.ts', 'hoplite', 'transport-pcap may not depend on hoplite'],
    ['packages/hoplite/src/x.ts', '@hoplite/testing', 'hoplite may not depend on testing'],
    ['packages/engine/src/x.ts', '../../codec/src/udp.js', 'packages are imported by name'],
    ['packages/engine/src/x.test.ts', '../../codec/src/udp.js', 'packages are imported by name'],
    ['test/x.test.ts', '../packages/codec/src/udp.js', 'packages are imported by name'],
    ['packages/engine/src/x.ts', '@hoplite/codec/src/udp.js', '@hoplite/codec exports no ./src/udp.js'],
    ['packages/codec/src/x.ts', 'node:fs', 'codec must run without Node'],
    ['packages/engine/src/x.ts', 'fs', 'engine must run without Node'],
    ['packages/viewer/src/x.ts', 'node:fs', 'viewer must run without Node'],
    ['packages/viewer/src/x.ts', 'hoplite', 'hoplite needs Node'],
    ['packages/hoplite/src/x.ts', '@hoplite/viewer', '@hoplite/viewer exports no .'],
    ['packages/hoplite/src/x.ts', 'left-pad', 'package.json of hoplite does not list left-pad'],
  ])('refuse in %s the import of %s', (path, specifier, reason) => {
    expect(brokenWalls([importing(path, specifier)], manifests)).toEqual([`${path}:1 imports ${specifier}: ${reason}`]);
  });

  test('let through what runs the right way', () => {
    const right = [
      importing('packages/engine/src/x.ts', './y.js', '@hoplite/codec'),
      importing('packages/transport-pcap/src/x.ts', '@hoplite/engine', 'node:fs', 'pcap-parser'),
      importing('packages/hoplite/src/x.ts', '@hoplite/codec', '@hoplite/engine', '@hoplite/transport-pcap'),
      importing('packages/codec/src/x.test.ts', './x.js', '@hoplite/testing', 'fast-check', 'node:fs'),
    ];
    expect(brokenWalls(right, manifests)).toEqual([]);
  });

  test('name the files of a cycle', () => {
    const ring = ['a', 'b', 'c'].map((name, index, all) =>
      importing(`packages/codec/src/${name}.ts`, `./${all[(index + 1) % all.length]}.js`),
    );
    expect(importCycles(ring)).toEqual([['a', 'b', 'c', 'a'].map((name) => `packages/codec/src/${name}.ts`)]);
  });

  test('see every way of importing', () => {
    const text = `
      import './a.js';
      import type { B } from './b.js';
      export * from './c.js';
      type D = import('./d.js').D;
      const e = await import('./e.js');
      import f = require('./f.js');
      const g = require('./g.js');
      const text = "import './none.js'"; // import './none.js'`;
    expect(readImports(text).map(({ specifier }) => specifier)).toEqual(
      ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => `./${name}.js`),
    );
  });
});

describe.each(['codec', 'engine'])('%s', (folder) => {
  const snippet = (text: string) => compileIn(join(root, 'packages', folder), text);

  test('compiles plain computation', () => {
    expect(snippet('export const year: number = new Date(0).getUTCFullYear() + Math.max(1, 2);')).toEqual([]);
  });

  test.each([
    ["Buffer.from('x');", "Cannot find name 'Buffer'"],
    ['setTimeout(() => {}, 1);', "Cannot find name 'setTimeout'"],
    ['queueMicrotask(() => {});', "Cannot find name 'queueMicrotask'"],
    ['performance.now();', "Cannot find name 'performance'"],
    ['process.exit();', "Cannot find name 'process'"],
    ["console.log('x');", "Cannot find name 'console'"],
    ['new TextDecoder();', "Cannot find name 'TextDecoder'"],
    ["fetch('x');", "Cannot find name 'fetch'"],
    ['crypto.randomUUID();', "Cannot find name 'crypto'"],
    ["import { readFileSync } from 'node:fs'; readFileSync('x');", "Cannot find name 'node:fs'"],
  ])('does not compile %s', (text, message) => {
    expect(snippet(`${text}\nexport {};`)).toEqual([expect.stringContaining(message)]);
  });
});

describe.each(browserEntries)('%s', (specifier) => {
  const manifest = manifests.find(({ name }) => specifier.startsWith(name));
  const entry = specifier.replace(manifest?.name ?? '', '.');
  const path = join('packages', manifest?.folder ?? '', manifest?.entries[entry] ?? 'is missing');

  test('imports nothing but what runs in a browser', () => {
    const outside = outsideImports(sources, path).map((sentence) => sentence.replace(/.* imports /, ''));
    expect(sources.map((source) => source.path)).toContain(path);
    expect(outside.filter((specifier) => specifier !== '@hoplite/codec' && specifier !== '@hoplite/engine')).toEqual(
      [],
    );
  });

  test('compiles under the walls of the codec', () => {
    expect(compileFile(join(root, 'packages/codec'), join(root, path))).toEqual([]);
  });

  test('would be refused with Node anywhere behind it', () => {
    const entry = 'packages/transport-pcap/src/core.ts';
    const graph = [importing(entry, './reader.js'), importing('packages/transport-pcap/src/reader.ts', 'node:zlib')];
    expect(outsideImports(graph, entry)).toEqual(['packages/transport-pcap/src/reader.ts imports node:zlib']);
  });
});

describe('the lint rule against clock and chance', () => {
  const clocks = [
    'export const at: number = Date.now();',
    'export const clock: () => number = Date.now;',
    'export const at: Date = new Date();',
    'export const at: string = Date();',
    'const { now } = Date;\nexport const at: number = now();',
    'export const die: number = Math.random();',
    'const { max, random: die } = Math;\nexport const rolled: number = max(1, die());',
    'export const at: number = globalThis.Date.now();',
  ];
  const harmless = 'export const at: number = new Date(0).getTime() + Math.max(1, Date.UTC(2026));';

  test('bites in codec and engine, and nowhere else', () => {
    const found = lint({
      ...Object.fromEntries(clocks.map((text, index) => [`packages/codec/src/clock${index}.ts`, text])),
      'packages/engine/src/clock.ts': 'export const at: number = Date.now();',
      'packages/engine/src/harmless.ts': harmless,
      'packages/hoplite/src/clock.ts': 'export const at: number = Date.now();',
    });
    const refused = clocks.map((_, index) => `packages/codec/src/clock${index}.ts`);
    expect(found).toEqual([...refused, 'packages/engine/src/clock.ts']);
  });
});

/** The files in which biome, set up as in this workspace, finds a clock. */
function lint(files: Readonly<Record<string, string>>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'hoplite-lint-'));
  try {
    for (const name of ['biome.json', '.gitignore', 'scripts'])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), `${text}\n`);
    }
    const biome = join(root, 'node_modules', '.bin', 'biome');
    const { stdout } = spawnSync(biome, ['lint', '--reporter=github', '--max-diagnostics=none', 'packages'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const refusals = stdout.matchAll(
      /title=plugin,file=(?:.*\/)?(packages\/[^,]*),.*::Codec and engine read no clock/g,
    );
    return [...new Set([...refusals].map((match) => match[1] ?? ''))].sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}
