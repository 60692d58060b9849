// `hoplite read` and `hoplite packets` against tcpdump and tshark on one capture of a million packets, as pcap and as
// pcapng: each a process of its own, in turns. Needs tcpdump, tshark and GNU time. After `npx tsc -b`:
// node bench/commands.bench.js

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeCapture } from './make-capture.js';

const rounds = 5;

const hoplite = [process.execPath, fileURLToPath(new URL('../packages/hoplite/dist/cli.js', import.meta.url))];

/** @typedef {{ name: string, command: readonly string[], timeZone?: string }} Contestant */

/** @type {readonly [Contestant, ...Contestant[]]} The first is the measure of the others. */
const contestants = [
  { name: 'tcpdump -n -r', command: ['tcpdump', '-n', '-r'] },
  // Without TZ the C library asks for /etc/localtime again with every packet.
  { name: 'TZ=UTC tcpdump -n -r', command: ['tcpdump', '-n', '-r'], timeZone: 'UTC' },
  { name: 'hoplite read -n', command: [...hoplite, 'read', '-n'] },
  { name: 'hoplite packets', command: [...hoplite, 'packets'] },
  { name: 'tshark -n -r', command: ['tshark', '-n', '-r'] },
];

const folder = mkdtempSync(join(tmpdir(), 'hoplite-bench-'));
try {
  for (const type of /** @type {const} */ (['pcap', 'pcapng'])) {
    const path = join(folder, `capture.${type}`);
    await makeCapture(path, 1_000_000, 1, type);
    compare(path, type);
  }
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * @param {string} path
 * @param {string} type
 */
function compare(path, type) {
  /** @type {Outcome[][]} */
  const outcomes = contestants.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, contestant] of contestants.entries()) outcomes[index]?.push(run(contestant, path));
  }
  report(type, outcomes);
}

/** @typedef {{ wall: number, processor: number, megabytes: number }} Outcome Seconds, and megabytes at the peak. */

/**
 * By GNU time, since a child of ours would begin with our own peak.
 * @param {Contestant} contestant
 * @param {string} path
 * @returns {Outcome}
 */
function run({ command, timeZone }, path) {
  const record = join(folder, 'time');
  const { status, stderr, error } = spawnSync('time', ['-f', '%e %U %S %M', '-o', record, ...command, path], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, TZ: timeZone },
  });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr}`, { cause: error });
  const [wall = 0, user = 0, system = 0, kilobytes = 0] = readFileSync(record, 'utf8').split(' ').map(Number);
  return { wall, processor: user + system, megabytes: kilobytes / 1024 };
}

/**
 * @param {string} type
 * @param {readonly (readonly Outcome[])[]} outcomes
 */
function report(type, outcomes) {
  const rows = outcomes.map((list) => ({
    wall: median(list.map(({ wall }) => wall)),
    processor: median(list.map(({ processor }) => processor)),
    megabytes: Math.max(...list.map(({ megabytes }) => megabytes)),
  }));
  console.log(`| ${type} | wall, s | of tcpdump | processor, s | of tcpdump | peak memory, MB |`);
  console.log('|---|---:|---:|---:|---:|---:|');
  for (const [index, { wall, processor, megabytes }] of rows.entries()) {
    const ratios = [wall / (rows[0]?.wall ?? Number.NaN), processor / (rows[0]?.processor ?? Number.NaN)];
    const [wallRatio, processorRatio] = ratios.map((ratio) => ratio.toFixed(2));
    const times = `${wall.toFixed(1)} | ${wallRatio} | ${processor.toFixed(1)} | ${processorRatio}`;
    console.log(`| ${contestants[index]?.name} | ${times} | ${megabytes.toFixed(0)} |`);
  }
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
