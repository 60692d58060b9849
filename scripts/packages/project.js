import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { succeeds } from './run.js';

/** @typedef {import('./pack.js').Packed} Packed */
/** @typedef {'npm' | 'pnpm'} Manager */

/**
 * Installs packages by their tarballs into an empty project, and what they need of ours by the tarballs too, since no
 * registry has it. There is no compiler: who looks for one finds programs that write down that they were asked.
 * @param {Manager} manager @param {string} folder @param {readonly Packed[]} chosen @param {readonly Packed[]} all
 * @returns {{ installed: boolean, compiled: boolean }} whether it succeeded, and whether anybody asked for a compiler
 */
export function installInto(manager, folder, chosen, all) {
  mkdirSync(folder, { recursive: true });
  const tarballs = Object.fromEntries(all.map(({ name, tarball }) => [name, `file:${tarball}`]));
  const peers = chosen.map(({ manifest }) => manifest.peerDependencies);
  const dependencies = Object.assign({}, ...peers, ...chosen.map(({ name }) => ({ [name]: tarballs[name] })));
  const overrides = manager === 'npm' ? { overrides: tarballs } : {};
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies, ...overrides }));
  if (manager === 'pnpm') writeFileSync(join(folder, 'pnpm-workspace.yaml'), settings(tarballs));
  const asked = join(folder, 'asked-for-a-compiler');
  const env = { ...process.env, PATH: `${noCompiler(folder, asked)}${delimiter}${process.env.PATH}` };
  const [program = '', ...args] = INSTALL[manager];
  return { installed: succeeds(program, args, folder, env), compiled: existsSync(asked) };
}

/** @type {Readonly<Record<Manager, readonly string[]>>} */
const INSTALL = {
  npm: ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund'],
  pnpm: ['npx', '-y', 'pnpm@12.21.0', 'install', '--prefer-offline'],
};

/** What the README of `hoplite` says that pnpm wants to be told, and where ours are.
 * @param {Readonly<Record<string, string>>} tarballs */
function settings(tarballs) {
  const overrides = Object.entries(tarballs).map(([name, tarball]) => `  '${name}': '${tarball}'`);
  return ['allowBuilds: { koffi: false, raw-socket: false }', 'overrides:', ...overrides, ''].join('\n');
}

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
