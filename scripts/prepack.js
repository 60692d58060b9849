// Runs in a package's folder whenever it is packed: builds it, takes out of `dist` what an earlier build left of sources
// that are gone or no longer built, so that a tarball holds what the sources say, neither less nor more; and joins its
// modules to few files in `bundle`, which are what the published package runs: finding and loading 190 modules is a third
// of the command's start. Other packages stay outside, so that a class of theirs is one for all.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

process.exitCode = spawnSync(process.execPath, [tsc, '-b'], { stdio: ['ignore', 2, 2] }).status ?? 1;
for (const name of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
  const source = join('src', name).replace(/(\.js|\.d\.ts)(\.map)?$/, '.ts');
  if (source.endsWith('.ts') && !(existsSync(source) && isBuilt(source))) rmSync(join('dist', name));
}

await build({
  input: Object.fromEntries(entries().map((path) => [path.replace(/\.js$/, ''), join('dist', path)])),
  platform: 'node',
  external: /^[^./]/,
  // The maps of the bundle lead on to the sources by those of the build.
  plugins: [
    { name: 'maps', load: (id) => ({ code: readFileSync(id, 'utf8'), map: readFileSync(`${id}.map`, 'utf8') }) },
  ],
  output: { dir: 'bundle', cleanDir: true, sourcemap: true, entryFileNames: '[name].js', chunkFileNames: '[name].js' },
});

/** @param {string} source */
function isBuilt(source) {
  return !/\.(test|bench|fixture)\.ts$/.test(source);
}

/** What is run of the published package, inside `bundle`. */
function entries() {
  const { exports, bin } = JSON.parse(readFileSync('package.json', 'utf8')).publishConfig;
  /** @type {string[]} */
  const paths = Object.values({ ...exports, ...bin }).map((target) => target.default ?? target);
  return paths.filter((path) => path.startsWith('./bundle/')).map((path) => path.replace('./bundle/', ''));
}
