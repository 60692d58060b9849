// The networks of test/lab for benchmarks: built, entered, captured. Linux, root.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {'root' | 'nobody'} User `nobody` has no capability at all. */

/**
 * @typedef Lab
 * @property {ReadonlyMap<string, string>} targets What a trace may aim at, by name.
 * @property {(node: string, command: readonly string[], user?: User) => readonly string[]} inside
 *   The command that runs a command in a node, in the workspace.
 * @property {() => Promise<void>} close Takes it down; so does the end of this process.
 */

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * A network of kernel routers, alone with this run: `kind` is a file of test/lab/networks, without `.sh`.
 * @param {string} kind
 * @returns {Promise<Lab>}
 */
export async function openLab(kind) {
  const holder = spawn(`${root}/test/lab/network.sh`, [kind], { stdio: ['pipe', 'pipe', 'inherit'] });
  const { name, targets } = await readFacts(holder);
  return {
    targets,
    inside: (node, command, user = 'root') => [
      ...['ip', 'netns', 'exec', `${name}-${node}`, 'sh', '-c', enterWorkspace, root],
      ...(user === 'nobody' ? asNobody : []),
      ...command,
    ],
    async close() {
      const gone = once(holder, 'close');
      holder.stdin.end();
      await gone;
    },
  };
}

/** The workspace may lie in root's home: the command's own view of the mounts has it where everybody may look. */
const enterWorkspace = 'mount --bind "$0" /mnt && cd /mnt && exec "$@"';

const asNobody = [
  ...['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'],
  ...['--bounding-set=-all', '--inh-caps=-all', '--no-new-privs'],
];

/** @param {ChildProcess} holder */
async function readFacts({ stdout }) {
  /** @type {Map<string, string>} */
  const targets = new Map();
  if (stdout !== null) {
    for await (const line of createInterface(stdout)) {
      const [word, name = '', address = ''] = line.split(' ');
      if (word === 'up') return { name, targets };
      if (word === 'to') targets.set(name, address);
    }
  }
  throw new Error('the network could not be built');
}

/**
 * Runs a command to its end, whatever that is; `milliseconds` is how long it took.
 * @param {readonly string[]} command
 */
export async function run([file = '', ...args]) {
  const began = performance.now();
  const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { stdout, stderr, status: child.exitCode, milliseconds: performance.now() - began };
}

/**
 * Captures with nanoseconds at the sender's only interface while `act` runs.
 * @template T
 * @param {Lab} lab
 * @param {string} path
 * @param {() => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function capturing(lab, path, act) {
  const [file = '', ...args] = lab.inside('sender', [...tcpdump, '-i', 'to-r1', '-w', path]);
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'close');
  /** @type {string[]} */
  const said = [];
  /** @type {Promise<void>} */
  const listening = new Promise((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      said.push(line);
      if (line.includes('listening on')) resolve();
    });
    ended.then(() => reject(new Error(`tcpdump: ${said.join(' ')}`)), reject);
  });
  await listening;
  try {
    return await act();
  } finally {
    await setTimeout(flushed);
    child.kill('SIGINT');
    await ended;
    const lost = said.find((line) => /^[1-9]\d* packets? dropped/.test(line));
    if (lost !== undefined) console.error(`tcpdump: ${lost}`);
  }
}

/** It stamps a probe before the driver does: whatever it does with each packet, as waking up, is a difference of its making. */
const tcpdump = 'tcpdump -Z root -n -B 8192 -s 128 --time-stamp-precision=nano'.split(' ');

/** So long tcpdump's ring may keep what was captured last: a second. */
const flushed = 1300;
