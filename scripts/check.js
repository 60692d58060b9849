// The checks besides the tests: `node scripts/check.js` runs all, `node scripts/check.js types lint` some, `--list` names
// them. Several end with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** @type {Readonly<Record<string, readonly string[]>>} Commands by check; the first that fails, fails it. */
const checks = {
  format: ['biome check --linter-enabled=false --error-on-warnings'],
  lint: ['biome lint --error-on-warnings'],
  types: ['tsc -b', 'tsc -p tsconfig.test.json', 'tsc -p packages/viewer/tsconfig.test.json'],
  boundaries: ['vitest run test/boundaries.test.ts'],
  unused: ['knip --no-progress'],
  reference: ['tsc -b', 'typedoc'],
  packages: ['node scripts/check-packages.js'],
  install: ['node scripts/check-install.js'],
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(checks);
if (names.includes('--list')) {
  console.log(Object.keys(checks).join('\n'));
} else {
  const failed = names.filter((name) => !passes(name));
  if (names.length > 1) console.log(`${names.length - failed.length} passed, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

/** @param {string} name */
function passes(name) {
  const commands = checks[name];
  const passed = commands?.every(run) ?? false;
  console.log(commands === undefined ? `there is no check ${name}` : `${passed ? 'ok' : 'FAILED'} ${name}`);
  return passed;
}

/** @param {string} command */
function run(command) {
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`;
  return (
    spawnSync(command, { cwd: root, shell: true, stdio: 'inherit', env: { ...process.env, PATH: path } }).status === 0
  );
}
