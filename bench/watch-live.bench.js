// What it takes to watch 20 targets behind twelve kernel routers, a round a second, on a terminal: one `hoplite watch`, and
// mtr, which is a process for each target, and one more that sends. In the lab: Linux, root, with `script` and mtr.
// After `npx tsc -b`: node bench/watch-live.bench.js [MINUTES]

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { openLab } from './lab.js';
import { descendantsOf, usageOf } from './usage.js';

/** @typedef {{ name: string, commands: readonly (readonly string[])[] }} Watcher */

const minutes = Number(process.argv[2] ?? 3);

/** So long each has to find its paths before it is measured, in ms. */
const WARM_UP = 10_000;

/** Of the network that the last host answers for. */
const targets = Array.from({ length: 20 }, (_, index) => `198.18.0.${index + 1}`);

/** @type {readonly Watcher[]} */
const watchers = [
  { name: 'hoplite watch, raw sockets', commands: [['packages/hoplite/dist/cli.js', 'watch', '-n', ...targets]] },
  {
    name: 'hoplite watch -I, raw sockets',
    commands: [['packages/hoplite/dist/cli.js', 'watch', '-n', '-I', ...targets]],
  },
  { name: 'mtr (ICMP), 20 processes', commands: targets.map((target) => ['mtr', '-n', target]) },
];

const lab = await openLab('chain');
try {
  const rows = [];
  for (const watcher of watchers) rows.push(await measured(watcher));
  console.table(rows);
} finally {
  await lab.close();
}

/** The share of a core and the resident memory of all processes of a watcher together. @param {Watcher} watcher */
async function measured({ name, commands }) {
  const terminals = commands.map(([file = '', ...args]) => {
    const command = file.endsWith('.js') ? [process.execPath, file, ...args] : [file, ...args];
    const line = `stty cols 80 rows 24; exec ${command.join(' ')}`;
    const [program = '', ...rest] = lab.inside('sender', ['script', '-qec', line, '/dev/null']);
    return spawn(program, rest, { stdio: ['pipe', 'ignore', 'inherit'] });
  });
  const ended = terminals.map((terminal) => once(terminal, 'close'));
  await setTimeout(WARM_UP);
  // Of `script` only what it runs counts.
  const processes = terminals.flatMap(({ pid }) => descendantsOf(Number(pid)));
  const before = sum(processes);
  await setTimeout(minutes * 60_000);
  const after = sum(processes);
  for (const terminal of terminals) terminal.stdin.end('q');
  await Promise.all(ended);
  return {
    watcher: name,
    processes: processes.length,
    'processor (% of a core)': ((100 * (after.seconds - before.seconds)) / (minutes * 60)).toFixed(2),
    'resident (MB)': after.megabytes.toFixed(0),
  };
}

/** @param {readonly number[]} processes */
function sum(processes) {
  const usages = processes.map(usageOf);
  return {
    seconds: usages.reduce((total, { seconds }) => total + seconds, 0),
    megabytes: usages.reduce((total, { megabytes }) => total + megabytes, 0),
  };
}
