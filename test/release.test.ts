import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = readdirSync(join(root, 'packages'));
const scratch = mkdtempSync(join(tmpdir(), 'hoplite-release-'));
const read = (path: string) => readFileSync(join(scratch, path), 'utf8');
const manifest = (folder: string) => JSON.parse(read(`packages/${folder}/package.json`));

const today = () => new Date().toISOString().slice(0, 10);
const began = today();

beforeAll(() => {
  const manifests = folders.map((folder) => `packages/${folder}/package.json`);
  for (const path of [
    'package.json',
    'pnpm-workspace.yaml',
    'pnpm-lock.yaml',
    '.changeset/config.json',
    ...manifests,
  ]) {
    cpSync(join(root, path), join(scratch, path));
  }
  writeFileSync(join(scratch, 'CHANGELOG.md'), '# Changelog\n\nNewest first.\n\n## Unreleased\n\n- Said before.\n');
  writeFileSync(join(scratch, '.changeset/small.md'), '---\n"@hoplite/codec": patch\n---\n\nA fault less.\n');
  writeFileSync(join(scratch, '.changeset/large.md'), '---\n"hoplite": minor\n---\n\nNew `scan`,\nin two lines.\n');
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@example.invalid', 'commit', '--quiet', '--message', 'all');
  execFileSync(process.execPath, [join(root, 'scripts/version.js')], { cwd: scratch, stdio: 'pipe' });
});
afterAll(() => rmSync(scratch, { recursive: true }));

const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: scratch });

test('a release gives all public packages the next version, and the viewer none', () => {
  const [major, minor] = JSON.parse(readFileSync(join(root, 'packages/codec/package.json'), 'utf8')).version.split('.');
  for (const folder of folders) {
    const { version, private: kept } = manifest(folder);
    expect({ folder, version }).toEqual({ folder, version: kept ? '0.0.0' : `${major}.${Number(minor) + 1}.0` });
  }
});

test('it makes a section of the changelog of its changesets and of what was unreleased, and takes them away', () => {
  const changelogOf = (day: string) =>
    `# Changelog\n\nNewest first.\n\n## ${manifest('hoplite').version} - ${day}\n\n` +
    '- New `scan`,\n  in two lines.\n- A fault less.\n\n- Said before.\n';
  // Midnight may have passed since.
  expect([began, today()].map(changelogOf)).toContain(read('CHANGELOG.md'));
  expect(readdirSync(join(scratch, '.changeset'))).toEqual(['config.json']);
});
