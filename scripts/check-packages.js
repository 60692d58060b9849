// Packs every package as it would be published and judges the tarballs: what is in them, publint, attw.
import { dirname, join } from 'node:path/posix';
import { packAll, readPacked } from './packages/pack.js';
import { checkIn, report, succeeds } from './packages/run.js';

/** @typedef {import('./packages/pack.js').Packed} Packed */

const ATTW = ['--profile', 'esm-only', '--no-definitely-typed', '--no-emoji', '--format', 'ascii'];

/** Files that nothing is built of. */
const ASIDE = /^(man|schema)\/|^src\/[\w-]+\.d\.ts$/;
const BUNDLED = /^bundle\/.*\.js(\.map)?$/;

checkIn((scratch) =>
  packAll(scratch)
    .map((packed) =>
      report(`${packed.name} as packed`, [
        holdsWhatItShould(packed),
        leadsNowhereElse(packed),
        succeeds('publint', ['run', packed.tarball, '--strict'], scratch),
        succeeds('attw', [packed.tarball, ...ATTW], scratch),
      ]),
    )
    .every(Boolean),
);

/** The declarations built of each source, what is run, and these sources, to which the maps of both lead; no test and nothing
 * of an earlier build.
 * @param {Packed} packed */
function holdsWhatItShould(packed) {
  const { name, files, manifest } = packed;
  const sources = files.filter((path) => path.startsWith('src/') && !path.endsWith('.d.ts'));
  const declared = sources.flatMap((path) => ['.d.ts', '.d.ts.map'].map((kind) => builtTo(path, kind)));
  const entries = Object.values({ ...manifest.exports, ...manifest.bin }).map((to) =>
    typeof to === 'string' ? to : to.default,
  );
  const named = entries.flatMap((path) => (path?.startsWith('./bundle/') ? [path.slice(2)] : []));
  const expected = new Set([
    'LICENSE',
    'README.md',
    'package.json',
    ...sources,
    ...declared,
    ...named,
    ...mapped(packed),
  ]);
  const missing = [...expected].filter((path) => !files.includes(path));
  const strange = files.filter(
    (path) => /\.(test|bench|fixture)\./.test(path) || !(expected.has(path) || ASIDE.test(path) || BUNDLED.test(path)),
  );
  if (sources.length === 0) missing.push('src');
  for (const path of missing) console.log(`${name} lacks ${path}`);
  for (const path of strange) console.log(`${name} holds ${path}`);
  return missing.length + strange.length === 0;
}

/** Whether all that the README links to inside the package is there. @param {Packed} packed */
function leadsNowhereElse(packed) {
  const links = [...readPacked(packed, 'README.md').matchAll(/\]\((?![a-z]+:|#)([^)#]+)/g)].map(
    ([, path = '']) => path,
  );
  const dead = links.filter((link) => !packed.files.some((path) => path === link || path.startsWith(`${link}/`)));
  for (const link of dead) console.log(`the README of ${packed.name} leads to ${link}, which is not there`);
  return dead.length === 0;
}

/** The sources that the maps of what is run lead to. @param {Packed} packed */
function mapped(packed) {
  const maps = packed.files.filter((path) => path.startsWith('bundle/') && path.endsWith('.map'));
  return maps.flatMap((map) => {
    const { sources } = JSON.parse(readPacked(packed, map));
    return sources.map((/** @type {string} */ source) => join(dirname(map), source));
  });
}

/** @param {string} source @param {string} kind */
function builtTo(source, kind) {
  return source.replace(/^src\//, 'dist/').replace(/\.ts$/, kind);
}
