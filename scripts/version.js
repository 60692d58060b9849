// Makes the next version of the changesets in `.changeset`: every public package gets it, and what the changesets say
// becomes a section of CHANGELOG.md. Run in the repository's root; what it changed is to be read and committed.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const KINDS = ['major', 'minor', 'patch', 'none'];
const PLAN = '.changeset/plan.json';

changesets('status', `--output=${PLAN}`);
const { changesets: changes, releases } = JSON.parse(readFileSync(PLAN, 'utf8'));
rmSync(PLAN);
const version = releases.find((/** @type {{ name: string }} */ { name }) => name === 'hoplite')?.newVersion;
if (version === undefined) throw new Error('no changeset says anything of a public package: npx changeset writes one');
changesets('version');
writeFileSync('CHANGELOG.md', withSection(readFileSync('CHANGELOG.md', 'utf8')));

/** The changelog with the new section first. What stands there as unreleased is part of it.
 * @param {string} changelog */
function withSection(changelog) {
  const start = changelog.search(/^## /m);
  const before = changelog.slice(0, start);
  const after = changelog.slice(start).replace(/^## Unreleased\n\n/, '');
  const today = new Date().toISOString().slice(0, 10);
  return `${before}## ${version} - ${today}\n\n${changes.sort(byWeight).map(entry).join('')}\n${after}`;
}

/** @typedef {{ summary: string, releases: { type: string }[] }} Change */

/** The largest first. @param {Change} a @param {Change} b */
function byWeight(a, b) {
  return weight(a) - weight(b);
}

/** @param {Change} change */
function weight({ releases }) {
  return Math.min(...releases.map(({ type }) => KINDS.indexOf(type)));
}

/** @param {Change} change */
function entry(change) {
  const text = weight(change) === 0 ? `**Breaking**: ${change.summary}` : change.summary;
  return `- ${text.replaceAll(/\n(?=.)/g, '\n  ')}\n`;
}

/** @param {readonly string[]} args */
function changesets(...args) {
  const program = fileURLToPath(import.meta.resolve('@changesets/cli/bin.js'));
  execFileSync(process.execPath, [program, ...args], { stdio: 'inherit' });
}
