// How far the RTTs that are told are from those on the wire, by tool, over a chain of twelve hops in the lab: the wire's are
// those of tcpdump at the sending interface, in the same run. Linux, root. After `npx tsc -b`:
// nice -n -10 node bench/rtt.bench.js [ROUNDS]

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractTraces } from '@hoplite/engine';
import { readCapture } from '@hoplite/transport-pcap';
import { capturing, openLab, run } from './lab.js';
import { readMtr, readScamper, readTraceroute, rttsOf } from './tool-rtts.js';

/** @typedef {import('./tool-rtts.js').Rtts} Rtts */
/** @typedef {import('@hoplite/engine').TraceResult} TraceResult */

/**
 * @typedef Contestant
 * @property {string} name
 * @property {import('./lab.js').User} user
 * @property {readonly (readonly string[])[]} commands All that are run in a round, one after the other.
 * @property {(printed: string) => readonly Rtts[]} read What a command said: one of ours several traces.
 */

const rounds = Number(process.argv[2] ?? 10);

/** Each is the source of one trace of a round, which is known by it in the capture. */
const sources = Array.from({ length: 3 }, (_, index) => `192.0.2.${64 + index}`);

const folder = await mkdtemp(join(tmpdir(), 'hoplite-bench-'));
const lab = await openLab('chain');
const target = lab.targets.get('target') ?? '';

const contestants = [
  ours('transport-linux, raw', 'linux', 'root'),
  ours('transport-linux, unprivileged', 'linux', 'nobody'),
  ours('transport-raw', 'raw', 'root'),
  ours('transport-linux, raw, blocked', 'linux', 'root', 50),
  ours('transport-linux, unprivileged, blocked', 'linux', 'nobody', 50),
  ours('transport-raw, blocked', 'raw', 'root', 50),
  theirs('traceroute', readTraceroute, (source) => words(`traceroute -n -w 1 -s ${source} ${target}`)),
  theirs('traceroute -I', readTraceroute, (source) => words(`traceroute -I -n -w 1 -s ${source} ${target}`)),
  theirs('mtr', readMtr, (source) => words(`mtr --raw -n -c 3 -i 0.1 -G 0.3 -a ${source} ${target}`)),
  theirs('mtr -u', readMtr, (source) => words(`mtr -u --raw -n -c 3 -i 0.1 -G 0.3 -a ${source} ${target}`)),
  theirs('scamper', readScamper, (source) => [
    ...words('scamper -p 1000 -O json -o - -I'),
    `trace -Q -w 1 -q 3 -P udp-paris -S ${source} ${target}`,
  ]),
];

/** Differences in microseconds, and how many answers were not told. */
const tallies = contestants.map((contestant) => ({ contestant, told: /** @type {number[]} */ ([]), silent: 0 }));
try {
  for (let round = 0; round < rounds; round++) {
    for (const tally of tallies) {
      for (const difference of await measure(tally.contestant)) {
        if (difference === null) tally.silent++;
        else tally.told.push(difference);
      }
    }
  }
} finally {
  await lab.close();
  await rm(folder, { recursive: true });
}

console.log('| tool | answers compared | not told | median, us | 99 %, us | most, us | told is longer by, median us |');
console.log('|---|---:|---:|---:|---:|---:|---:|');
for (const { contestant, told, silent } of tallies) {
  const signed = [...told].sort((a, b) => a - b);
  const far = signed.map(Math.abs).sort((a, b) => a - b);
  const figures = [at(far, 0.5), at(far, 0.99), at(far, 1), at(signed, 0.5)].map((each) => each.toFixed(1));
  console.log(`| ${[contestant.name, far.length, silent, ...figures].join(' | ')} |`);
}

/** @param {string} name @param {string} transport @param {'root' | 'nobody'} user @param {number} [block] @returns {Contestant} */
function ours(name, transport, user, block = 0) {
  const told = JSON.stringify({ transport, target, sources, options: { wait: 1000 }, block });
  return {
    name,
    user,
    commands: [['node', 'bench/tracing.js', told]],
    read: (printed) => JSON.parse(printed).map((/** @type {{ result: TraceResult }} */ { result }) => rttsOf(result)),
  };
}

/**
 * @param {string} name
 * @param {(printed: string) => Rtts} read
 * @param {(source: string) => readonly string[]} command
 * @returns {Contestant}
 */
function theirs(name, read, command) {
  return { name, user: 'root', commands: sources.map(command), read: (printed) => [read(printed)] };
}

/**
 * Microseconds by which a told RTT is longer than the wire's, for each answer on the wire; null where it was not told.
 * @param {Contestant} contestant
 */
async function measure({ name, user, commands, read }) {
  const path = join(folder, 'capture.pcap');
  const told = await capturing(lab, path, async () => {
    const said = [];
    for (const command of commands) {
      const { stdout, stderr, status } = await run(lab.inside('sender', command, user));
      if (stdout === '') throw new Error(`${name}: ${status} ${stderr}`);
      said.push(...read(stdout));
    }
    return said;
  });
  const compared = [];
  for await (const trace of extractTraces(readCapture(path))) {
    const said = told[sources.indexOf(trace.source)];
    if (said === undefined) continue;
    const captured = rttsOf(trace);
    // Of TTLs past the end nothing is told.
    for (const [ttl, rtts] of said) {
      for (const [index, rtt] of rtts.entries()) {
        const wire = captured.get(ttl)?.[index] ?? null;
        if (wire !== null) compared.push(rtt === null ? null : (rtt - wire) * 1000);
      }
    }
  }
  return compared;
}

/** @param {readonly number[]} sorted @param {number} share */
function at(sorted, share) {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** @param {string} command */
function words(command) {
  return command.split(' ');
}
