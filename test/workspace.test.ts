import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = readdirSync(`${root}/packages`);
const manifestOf = (folder: string) => JSON.parse(readFileSync(`${root}/packages/${folder}/package.json`, 'utf8'));

test('the lockfile names no registry, so that any mirror serves it', () => {
  const lockfile = readFileSync(`${root}/pnpm-lock.yaml`, 'utf8');
  expect(lockfile).toContain('integrity: sha512-');
  expect(lockfile).not.toMatch(/https?:|registry|tarball/);
});

test('raw-socket is optional in the lockfile, so that all else is installed where it cannot be built', () => {
  const lockfile = readFileSync(`${root}/pnpm-lock.yaml`, 'utf8');
  const [, snapshot] = /\nsnapshots:.*?\n {2}raw-socket@[\d.]+:\n(.*?)\n\n/s.exec(lockfile) ?? [];
  expect(snapshot).toMatch(/^ {4}optional: true$/m);
});

/** What is run of a published package: its modules joined to few files. */
const bundled = (built: string | undefined) => built?.replace(/^\.\/dist\//, './bundle/');

const published = folders.filter((folder) => !manifestOf(folder).private);

test('all packages but the page are published', () => {
  expect(folders.filter((folder) => !published.includes(folder))).toEqual(['viewer']);
});

test('all that is published has one version', () => {
  const { fixed } = JSON.parse(readFileSync(`${root}/.changeset/config.json`, 'utf8'));
  expect(new Set(fixed.flat())).toEqual(new Set(published.map((folder) => manifestOf(folder).name)));
  expect(new Set(published.map((folder) => manifestOf(folder).version)).size).toBe(1);
});

describe.each(folders)('package.json of %s', (folder) => {
  const manifest = manifestOf(folder);

  test('tells its reader what the package is and what it needs', () => {
    expect(manifest).toMatchObject({ license: 'MIT', type: 'module', engines: { node: '>=20.19' } });
    expect(manifest.name).toBe(folder === 'hoplite' ? 'hoplite' : `@hoplite/${folder}`);
    expect(manifest.description).toMatch(/^[A-Z].{20,}\.$/);
  });

  test('pins what it depends on', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.optionalDependencies });
    for (const version of versions) expect(version).toMatch(/^(workspace:\*|\d+\.\d+\.\d+)$/);
  });
});

describe.each(published)('package.json of %s', (folder) => {
  const manifest = manifestOf(folder);

  test('is found by what it is about, is built when it is packed, and is meant for everybody', () => {
    expect(manifest.keywords.length).toBeGreaterThan(3);
    expect(manifest.scripts).toEqual({ prepack: 'node ../../scripts/prepack.js' });
    expect(manifest.publishConfig.access).toBe('public');
  });

  test('publishes the entries that the workspace has, without the way to the sources', () => {
    const entries = Object.entries<string | Record<string, string>>(manifest.exports).map(([entry, conditions]) => {
      if (typeof conditions === 'string') return [entry, conditions];
      const { 'hoplite-source': source, types, default: built } = conditions;
      expect(source).toMatch(/^\.\/src\/.*\.ts$/);
      return [entry, { types, default: bundled(built) }];
    });
    expect(manifest.publishConfig.exports).toEqual(Object.fromEntries(entries));
    expect(manifest.publishConfig.bin?.hoplite).toBe(bundled(manifest.bin?.hoplite));
  });
});

test('the reference has all that is published', () => {
  const { entryPoints } = JSON.parse(readFileSync(`${root}/typedoc.json`, 'utf8'));
  expect(new Set(entryPoints)).toEqual(new Set(published.map((folder) => `packages/${folder}`)));
});

test('the reference calls each entry of a package that has several by what is imported', () => {
  for (const folder of published) {
    const { name, exports } = manifestOf(folder);
    const sources = Object.entries<{ 'hoplite-source'?: string }>(exports).flatMap(([entry, conditions]) => {
      const source = conditions['hoplite-source'];
      return source === undefined ? [] : [{ imported: name + entry.slice(1), source }];
    });
    if (sources.length === 1) continue;
    for (const { imported, source } of sources) {
      expect(readFileSync(`${root}/packages/${folder}/${source}`, 'utf8')).toContain(` * @module ${imported}\n`);
    }
  }
});

test('the reference has both entries of transport-pcap, which no tsconfig of its own builds together', () => {
  const { entryPoints } = JSON.parse(readFileSync(`${root}/packages/transport-pcap/typedoc.json`, 'utf8'));
  const { exports } = manifestOf('transport-pcap');
  const sources = Object.values<{ 'hoplite-source': string }>(exports).map(
    (conditions) => conditions['hoplite-source'],
  );
  expect(entryPoints.map((path: string) => `./${path}`)).toEqual(sources);
});
