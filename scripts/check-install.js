// Packs every package as it would be published and uses the tarballs as a stranger does: each alone in an empty project, by
// npm and by pnpm; all together as the READMEs say, by every Node that is supported; and the command by `npm exec`, and
// installed globally.
import { cpSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packAll } from './packages/pack.js';
import { installInto } from './packages/project.js';
import { checkIn, report, succeeds } from './packages/run.js';
import {
  areTyped,
  doesAsItsReadmeSays,
  leadsToItsSources,
  loads,
  sharesWhatItExports,
  tellsHowToGetRaw,
} from './packages/trials.js';

/** @typedef {import('./packages/pack.js').Packed} Packed */

const root = fileURLToPath(new URL('..', import.meta.url));

/** Besides the one that runs this. */
const NODES = ['22.23.3', '24.21.0'];

const QUIETLY = ['--prefer-offline', '--no-audit', '--no-fund'];

const TRIALS = [
  'hoplite read samples/traceroute.pcapng',
  'hoplite trace --transport sim:samples/internet.json www.content.example',
  'hoplite trace -n 127.0.0.1',
];

checkIn((scratch) => {
  const all = packAll(join(scratch, 'tarballs'));
  const alone = all.flatMap((packed) => [
    worksAlone(scratch, 'npm', packed, all),
    worksAlone(scratch, 'pnpm', packed, all),
  ]);
  const together = workTogether(join(scratch, 'together'), all);
  const nowhere = runsFromNowhere(join(scratch, 'nowhere'), all);
  const everywhere = runsEverywhere(join(scratch, 'everywhere'), all);
  return [...alone, together, nowhere, everywhere].every(Boolean);
});

/** @param {string} scratch @param {'npm' | 'pnpm'} manager @param {Packed} packed @param {readonly Packed[]} all */
function worksAlone(scratch, manager, packed, all) {
  const folder = join(scratch, manager, packed.name);
  const installed = installInto(manager, folder, [packed], all);
  return report(`${packed.name} alone, by ${manager}`, [installed, loads(folder, packed)]);
}

/** By pnpm, where a package finds nothing but what it says that it needs. @param {string} folder @param {readonly Packed[]} all */
function workTogether(folder, all) {
  const installed = installInto('pnpm', folder, all, all);
  cpSync(join(root, 'samples'), join(folder, 'samples'), { recursive: true });
  const typed = report('the types of all', [installed, areTyped(folder, all)]);
  const joined = report('what several packages export, and where errors come from', [
    sharesWhatItExports(folder, all),
    leadsToItsSources(folder),
  ]);
  const used = [process.versions.node, ...NODES].map((version) => {
    const env = version === process.versions.node ? process.env : withNode(folder, version);
    const isThat = `process.exit(process.versions.node === '${version}' ? 0 : 1)`;
    const there = succeeds('node', ['--eval', isThat], folder, env);
    const readmes = all.map((packed) => doesAsItsReadmeSays(folder, packed, env));
    const trials = TRIALS.map((trial) => succeeds('npx', trial.split(' '), folder, env));
    const told = tellsHowToGetRaw(folder, env);
    return report(`the READMEs, traces and captures, by Node ${version}`, [there, ...readmes, ...trials, told]);
  });
  return typed && joined && used.every(Boolean);
}

/** What npm has of that version, which is a package for each system. @param {string} folder @param {string} version */
function withNode(folder, version) {
  const home = join(folder, `node-${version}`);
  const name = `node-${process.platform}-${process.arch}`;
  mkdirSync(home);
  succeeds('npm', ['install', '--prefix', home, ...QUIETLY, `${name}@${version}`], home);
  return { ...process.env, PATH: `${join(home, 'node_modules', name, 'bin')}${delimiter}${process.env.PATH}` };
}

/** `npm exec` keeps for ever what it installs: here in a cache that is gone afterwards.
 * @param {string} folder @param {readonly Packed[]} all */
function runsFromNowhere(folder, all) {
  mkdirSync(folder);
  const packages = all.map(({ tarball }) => `--package=${tarball}`);
  const exec = ['exec', '--yes', `--cache=${join(folder, 'cache')}`, ...packages, '--'];
  return report('the command, by npm exec', [succeeds('npm', [...exec, 'hoplite', '-n', '127.0.0.1'], folder)]);
}

/** Installed for all who use a machine: with the manual page, where `man` looks. @param {string} folder @param {readonly Packed[]} all */
function runsEverywhere(folder, all) {
  mkdirSync(folder);
  const tarballs = all.map(({ tarball }) => tarball);
  return report('the command and its manual page, installed globally', [
    succeeds('npm', ['install', '--global', '--prefix', folder, ...QUIETLY, ...tarballs], folder),
    succeeds(join(folder, 'bin', 'hoplite'), ['-n', '127.0.0.1'], folder),
    succeeds('test', ['-s', join(folder, 'share', 'man', 'man1', 'hoplite.1')], folder),
  ]);
}
