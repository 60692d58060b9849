import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { succeeds } from './run.js';

/** @typedef {import('./pack.js').Packed} Packed */
/** @typedef {'npm' | 'pnpm'} Manager */

/**
 * Installs packages by their tarballs into an empty project, and what they need of ours by the tarballs too, since no
 * registry has it. There is no compiler: who looks for one finds programs that write down that they were asked. Nobody has
 * allowed or forbidden an install script either, and pnpm fails where a package has one.
 * @param {Manager} manager @param {string} folder @param {readonly Packed[]} chosen @param {readonly Packed[]} all
 * @returns {boolean} whether it succeeded without a compiler
 */
export function installInto(manager, folder, chosen, all) {
  mkdirSync(folder, { recursive: true });
  const tarballs = Object.fromEntries(all.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const peers = chosen.map(({ manifest }) => neededPeers(manifest));
  const dependencies = Object.assign({}, ...peers, ...chosen.map(({ name }) => ({ [name]: tarballs[name] })));
  const overrides = manager === 'npm' ? { overrides: tarballs } : {};
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies, ...overrides }));
  if (manager === 'pnpm') writeFileSync(join(folder, 'pnpm-workspace.yaml'), JSON.stringify({ overrides: tarballs }));
  const asked = join(folder, 'asked-for-a-compiler');
  const env = { ...process.env, PATH: `${noCompiler(folder, asked)}${delimiter}${process.env.PATH}` };
  const [program = '', ...args] = INSTALL[manager];
  return succeeds(program, args, folder, env) && !existsSync(asked);
}

/** @param {Packed['manifest']} manifest */
function neededPeers({ peerDependencies = {}, peerDependenciesMeta = {} }) {
  return Object.fromEntries(Object.entries(peerDependencies).filter(([name]) => !peerDependenciesMeta[name]?.optional));
}

/** @type {Readonly<Record<Manager, readonly string[]>>} */
const INSTALL = {
  npm: ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund'],
  pnpm: ['npx', '-y', 'pnpm@12.21.0', 'install', '--prefer-offline'],
};

/** @param {string} folder @param {string} asked */
function noCompiler(folder, asked) {
  const bin = join(folder, 'no-compiler');
  mkdirSync(bin);
  for (const name of ['cc', 'gcc', 'c++', 'g++', 'clang', 'make', 'gmake', 'cmake', 'python', 'python3']) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "$0" >> '${asked}'\nexit 127\n`);
    chmodSync(join(bin, name), 0o755);
  }
  return bin;
}
