import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * @typedef {object} Packed
 * @property {string} name
 * @property {string} tarball
 * @property {readonly string[]} files - paths inside the package
 * @property {Manifest} manifest - as published
 *
 * @typedef {object} Manifest
 * @property {Record<string, string | Record<string, string>>} exports
 * @property {Record<string, string>} [bin]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */

/** Packs all public packages into that folder as they would be published. @param {string} folder @returns {Packed[]} */
export function packAll(folder) {
  mkdirSync(folder, { recursive: true });
  const chosen = ['--recursive', '--filter', './packages/*', '--filter', '!@hoplite/viewer'];
  // One after the other: each is built when it is packed, and what it builds on too.
  const pack = ['--workspace-concurrency=1', 'pack', '--pack-destination', folder, '--json'];
  /** @type {{ name: string, filename: string, files: { path: string }[] }[]} */
  const packed = JSON.parse(run('npx', ['-y', 'pnpm@12.21.0', '--silent', ...chosen, ...pack]));
  return packed.map(({ name, filename: tarball, files }) => ({
    name,
    tarball,
    files: files.map(({ path }) => path),
    manifest: JSON.parse(readPacked({ tarball }, 'package.json')),
  }));
}

/** A file of a package, as text. @param {{ tarball: string }} packed @param {string} path */
export function readPacked({ tarball }, path) {
  return run('tar', ['-xzOf', tarball, `package/${path}`]);
}

/** What a program prints; throws where it fails. @param {string} program @param {readonly string[]} args */
function run(program, args) {
  return execFileSync(program, args, { cwd: root, encoding: 'utf8', stdio: 'pipe', maxBuffer: 2 ** 26 });
}

/** The entries of a package that are modules, as they are imported. @param {Packed} packed */
export function entriesOf({ name, manifest }) {
  const modules = Object.entries(manifest.exports).filter(([, target]) => typeof target !== 'string');
  return modules.map(([entry]) => name + entry.slice(1));
}
