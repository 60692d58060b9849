// Packs every package as it would be published and judges the tarballs: publint, attw, and an import of every entry from a
// folder that holds nothing but the tarballs and what they depend on.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = readdirSync(join(root, 'packages'))
  .map((name) => join(root, 'packages', name))
  .filter((folder) => !readManifest(folder).private);
const scratch = mkdtempSync(join(tmpdir(), 'hoplite-packages-'));

try {
  const installed = folders.map(pack);
  process.exitCode = installed.map(judge).every(Boolean) ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true });
}

/**
 * @typedef {object} Installed
 * @property {string} tarball
 * @property {string} folder - where it was unpacked
 * @property {{ name: string, exports: Record<string, unknown>, bin?: Record<string, string> }} manifest - as published
 */

/** Packs a package, and installs it into `scratch` with links to its dependencies of other makers.
 * @param {string} source @returns {Installed} */
function pack(source) {
  const { name, dependencies = {}, peerDependencies = {} } = readManifest(source);
  const folder = join(scratch, 'node_modules', name);
  const tarball = join(scratch, `${name.replace('/', '-')}.tgz`);
  mkdirSync(folder, { recursive: true });
  must('npx', ['-y', 'pnpm@12.21.0', 'pack', '--out', tarball], source);
  must('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], source);
  for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
    const link = join(folder, 'node_modules', dependency);
    if (folders.some((sibling) => readManifest(sibling).name === dependency)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(source, 'node_modules', dependency), link, 'junction');
  }
  return { tarball, folder, manifest: readManifest(folder) };
}

/** @param {Installed} installed */
function judge({ tarball, folder, manifest }) {
  const modules = Object.entries(manifest.exports).filter(([, target]) => typeof target !== 'string');
  const imports = modules.map(([entry]) => `await import('${join(manifest.name, entry)}');`);
  const verdicts = [
    run('publint', ['run', tarball, '--strict']),
    run('attw', [tarball, '--profile', 'esm-only', '--no-definitely-typed', '--no-emoji', '--format', 'ascii']),
    run(process.execPath, ['--input-type=module', '--eval', imports.join('\n')]),
    ...Object.values(manifest.bin ?? {}).map((bin) => run(process.execPath, [join(folder, bin), '--help'])),
  ];
  console.log(`${verdicts.every(Boolean) ? 'ok' : 'FAILED'} ${manifest.name} as packed`);
  return verdicts.every(Boolean);
}

/** Runs quietly where it succeeds, shows all where it fails.
 * @param {string} command @param {readonly string[]} args @param {string} [cwd] */
function run(command, args, cwd = scratch) {
  const bin = command === process.execPath || command === 'npx' || command === 'tar';
  const program = bin ? command : join(root, 'node_modules', '.bin', command);
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status !== 0) console.log([`${command} ${args.join(' ')}`, stdout, stderr, error].filter(Boolean).join('\n'));
  return status === 0;
}

/** @param {string} command @param {readonly string[]} args @param {string} cwd */
function must(command, args, cwd) {
  if (!run(command, args, cwd)) throw new Error(`${command} failed in ${cwd}`);
}

/** @param {string} folder */
function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
