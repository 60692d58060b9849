// Packs every package as it would be published and judges the tarballs: what is in them, publint, attw.
import { packAll } from './packages/pack.js';
import { checkIn, report, succeeds } from './packages/run.js';

/** @typedef {import('./packages/pack.js').Packed} Packed */

const ATTW = ['--profile', 'esm-only', '--no-definitely-typed', '--no-emoji', '--format', 'ascii'];

/** Files that nothing is built of. */
const ASIDE = /^(man|schema)\/|^src\/[\w-]+\.d\.ts$/;

checkIn((scratch) =>
  packAll(scratch)
    .map((packed) =>
      report(`${packed.name} as packed`, [
        holdsWhatItShould(packed),
        succeeds('publint', ['run', packed.tarball, '--strict'], scratch),
        succeeds('attw', [packed.tarball, ...ATTW], scratch),
      ]),
    )
    .every(Boolean),
);

/** What was built of each source, and these, which the maps name; no test and nothing of an earlier build.
 * @param {Packed} packed */
function holdsWhatItShould({ name, files, manifest }) {
  const sources = files.filter((path) => path.startsWith('src/') && !path.endsWith('.d.ts'));
  const built = sources.flatMap((path) => ['.js', '.js.map', '.d.ts', '.d.ts.map'].map((kind) => builtTo(path, kind)));
  const named = Object.values(manifest.bin ?? {}).map((path) => path.replace('./', ''));
  const expected = new Set(['LICENSE', 'README.md', 'package.json', ...sources, ...built, ...named]);
  const missing = [...expected].filter((path) => !files.includes(path));
  const strange = files.filter(
    (path) => /\.(test|bench|fixture)\./.test(path) || !(expected.has(path) || ASIDE.test(path)),
  );
  if (sources.length === 0) missing.push('src');
  for (const path of missing) console.log(`${name} lacks ${path}`);
  for (const path of strange) console.log(`${name} holds ${path}`);
  return missing.length + strange.length === 0;
}

/** @param {string} source @param {string} kind */
function builtTo(source, kind) {
  return source.replace(/^src\//, 'dist/').replace(/\.ts$/, kind);
}
