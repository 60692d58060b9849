import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import type { Source } from './imports.js';

/** What the walls need of a package's package.json. */
export interface Manifest {
  /** The folder under `packages/`. */
  readonly folder: string;
  readonly name: string;
  /** Entry points and their source files: `{ '.': './src/index.ts' }`. */
  readonly entries: Readonly<Record<string, string>>;
  /** All that its users get with it: dependencies, optional and peer dependencies. */
  readonly dependencies: readonly string[];
}

/** Imports run one way: codec <- engine <- transport-* <- hoplite <- viewer; testing sees all, and is nobody's dependency. */
function mayImport(folder: string, sibling: string): boolean {
  if (folder === 'codec') return false;
  if (folder === 'engine') return sibling === 'codec';
  if (folder.startsWith('transport-')) return sibling === 'codec' || sibling === 'engine';
  return folder === 'testing' || sibling !== 'testing';
}

/** Packages that run in a browser as they are. */
const nodeFree = ['codec', 'engine', 'testing', 'transport-sim', 'viewer'];

/** And the entries of other packages that do. */
export const browserEntries = ['@hoplite/transport-pcap/core', 'hoplite/browser'];

/** One sentence for every import that breaks a wall, with file and line; none when all stand. */
export function brokenWalls(sources: readonly Source[], manifests: readonly Manifest[]): readonly string[] {
  return sources.flatMap(({ path, imports }) =>
    imports.flatMap(({ specifier, line }) => {
      const broken = specifier.startsWith('.')
        ? brokenByRelative(path, specifier)
        : (brokenByName(specifier, manifests) ?? brokenByDirection(path, specifier, manifests));
      return broken === null ? [] : [`${path}:${line} imports ${specifier}: ${broken}`];
    }),
  );
}

function brokenByRelative(path: string, specifier: string): string | null {
  const room = /^packages\/[^/]+\/src\//;
  const target = resolve(path, specifier);
  return target.match(room)?.[0] === path.match(room)?.[0] ? null : 'packages are imported by name';
}

function brokenByName(specifier: string, manifests: readonly Manifest[]): string | null {
  const { name, entry } = splitSpecifier(specifier);
  const sibling = manifests.find((manifest) => manifest.name === name);
  return sibling === undefined || entry in sibling.entries ? null : `${name} exports no ${entry}`;
}

function brokenByDirection(path: string, specifier: string, manifests: readonly Manifest[]): string | null {
  const home = manifests.find(({ folder }) => path.startsWith(`packages/${folder}/`));
  if (home === undefined || /\.(test|bench|fixture)\.ts$/.test(path)) return null;
  if (isBuiltin(specifier)) return nodeFree.includes(home.folder) ? `${home.folder} must run without Node` : null;
  const { name } = splitSpecifier(specifier);
  const sibling = manifests.find((manifest) => manifest.name === name);
  if (sibling !== undefined && !mayImport(home.folder, sibling.folder)) {
    return `${home.folder} may not depend on ${sibling.folder}`;
  }
  if (home.folder === 'viewer' && sibling !== undefined && !runsInBrowser(sibling, specifier)) {
    return `${specifier} needs Node`;
  }
  return home.dependencies.includes(name) ? null : `package.json of ${home.folder} does not list ${name}`;
}

const runsInBrowser = (sibling: Manifest, specifier: string): boolean =>
  nodeFree.includes(sibling.folder) || browserEntries.includes(specifier);

/** Import cycles between the files of a package, each as the path around it. */
export function importCycles(sources: readonly Source[]): readonly (readonly string[])[] {
  const graph = relativeGraph(sources);
  const cycles: string[][] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path]);
    if (trail.includes(path) || done.has(path)) return;
    for (const next of graph.get(path) ?? []) walk(next, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return cycles;
}

/** What the files reachable from `entry` by relative imports take from outside their package: `file imports x`. */
export function outsideImports(sources: readonly Source[], entry: string): readonly string[] {
  const graph = relativeGraph(sources);
  const reached = new Set([entry]);
  for (const path of reached) for (const next of graph.get(path) ?? []) reached.add(next);
  return sources
    .filter(({ path }) => reached.has(path))
    .flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier }) => !specifier.startsWith('.'))
        .map(({ specifier }) => `${path} imports ${specifier}`),
    );
}

export function readManifests(root: string): readonly Manifest[] {
  return readdirSync(join(root, 'packages')).map((folder) => {
    const manifest = JSON.parse(readFileSync(join(root, 'packages', folder, 'package.json'), 'utf8'));
    const entries = Object.entries<Record<string, string>>(manifest.exports ?? {})
      .filter(([, conditions]) => conditions['hoplite-source'] !== undefined)
      .map(([entry, conditions]) => [entry, conditions['hoplite-source']]);
    const { dependencies, optionalDependencies, peerDependencies } = manifest;
    return {
      folder,
      name: manifest.name,
      entries: Object.fromEntries(entries),
      dependencies: Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }),
    };
  });
}

function relativeGraph(sources: readonly Source[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    sources.map(({ path, imports }) => [
      path,
      imports.filter(({ specifier }) => specifier.startsWith('.')).map(({ specifier }) => resolve(path, specifier)),
    ]),
  );
}

const resolve = (path: string, specifier: string): string =>
  posix.join(posix.dirname(path), specifier).replace(/\.js$/, '.ts');

const isBuiltin = (specifier: string): boolean => specifier.startsWith('node:') || builtinModules.includes(specifier);

function splitSpecifier(specifier: string): { name: string; entry: string } {
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return { name: parts.slice(0, length).join('/'), entry: ['.', ...parts.slice(length)].join('/') };
}
