// Runs in a package's folder whenever it is packed: builds it, and takes out of `dist` what an earlier build left of sources
// that are gone or no longer built, so that a tarball holds what the sources say, neither less nor more.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tsc = fileURLToPath(new URL('../node_modules/typescript/bin/tsc', import.meta.url));

process.exitCode = spawnSync(process.execPath, [tsc, '-b'], { stdio: ['ignore', 2, 2] }).status ?? 1;
for (const name of readdirSync('dist', { recursive: true, encoding: 'utf8' })) {
  const source = join('src', name).replace(/(\.js|\.d\.ts)(\.map)?$/, '.ts');
  if (source.endsWith('.ts') && !(existsSync(source) && isBuilt(source))) rmSync(join('dist', name));
}

/** @param {string} source */
function isBuilt(source) {
  return !/\.(test|bench|fixture)\.ts$/.test(source);
}
