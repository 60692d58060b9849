import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Runs a program, one of the workspace's tools where no other has its name: quietly where it succeeds, and where it fails
 * shows all that it said.
 * @param {string} program @param {readonly string[]} args @param {string} cwd @param {NodeJS.ProcessEnv} [env]
 * @returns {boolean} whether it succeeded */
export function succeeds(program, args, cwd, env = process.env) {
  const PATH = `${env.PATH}${delimiter}${join(root, 'node_modules', '.bin')}`;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    input: '',
    env: { ...env, PATH },
  });
  if (status === 0) return true;
  console.log([`${program} ${args.join(' ')}`, stdout, stderr, error].filter(Boolean).join('\n'));
  return false;
}

/** What a check does in a folder outside the repository, which is gone afterwards; sets the exit status.
 * @param {(scratch: string) => boolean} passes */
export function checkIn(passes) {
  const scratch = mkdtempSync(join(tmpdir(), 'hoplite-packages-'));
  try {
    process.exitCode = passes(scratch) ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** @param {string} what @param {readonly boolean[]} verdicts */
export function report(what, verdicts) {
  const passed = verdicts.every(Boolean);
  console.log(`${passed ? 'ok' : 'FAILED'} ${what}`);
  return passed;
}
