// How long one trace takes, by tool, and how much it found: over twelve hops, with three silent ones among them, and to a
// destination that is dead. The same queries and waits for all. In the lab: Linux, root. After `npx tsc -b`:
// nice -n -10 node bench/one-trace.bench.js [ROUNDS]

import { openLab, run } from './lab.js';
import { readMtr, readScamper, readTraceroute, rttsOf } from './tool-rtts.js';

/** @typedef {import('./tool-rtts.js').Rtts} Rtts */
/** @typedef {import('@hoplite/engine').TraceResult} TraceResult */
/** @typedef {{ name: string, milliseconds: number, answers: number | null }} Took */
/** @typedef {(target: string) => Promise<readonly Took[]>} Contestant One run, in which there may be several things to time. */

const rounds = Number(process.argv[2] ?? 7);

/** One process traces from each in turn. */
const sources = Array.from({ length: 6 }, (_, index) => `192.0.2.${64 + index}`);

const hoplite = ['node', 'packages/hoplite/dist/cli.js'];
const lab = await openLab('chain');

/** @type {readonly Contestant[]} */
const contestants = [
  command('traceroute', readTraceroute, (target) => words(`traceroute -n -q 3 -w 1,3,10 -m 20 ${target}`)),
  command('scamper', readScamper, (target) => [
    ...words('scamper -p 1000 -O json -o - -I'),
    `trace -Q -g 99 -q 3 -w 1 -m 20 -P udp-paris ${target}`,
  ]),
  command('mtr', readMtr, (target) => words(`mtr --raw -n -c 3 -i 0.1 -G 1 -m 20 ${target}`)),
  command('hoplite', readTraceroute, (target) => [...hoplite, ...words(`-n -q 3 -w 1,3,10 -m 20 ${target}`)]),
  inProcess('raw', 'root'),
  inProcess('unprivileged', 'nobody'),
  inProcess('raw, 10,000 probes a second', 'root', { rate: 10_000 }),
  command('node alone', null, () => ['node', '-e', '0']),
];

/** Behind the last router, which says nothing of it. */
const dead = '203.0.113.9';

const silent = ['r4', 'r5', 'r6'];
const silence = [
  'add table inet silent',
  'add chain inet silent out { type filter hook output priority 0; }',
  'add rule inet silent out icmp type time-exceeded drop',
].join('; ');

try {
  const target = lab.targets.get('target') ?? '';
  await compare('twelve hops', target);
  for (const router of silent) await must(router, ['nft', silence]);
  await compare('twelve hops, three of them silent', target);
  for (const router of silent) await must(router, words('nft delete table inet silent'));
  await must('r11', words(`ip route add blackhole ${dead}`));
  await compare('a dead destination, behind ten hops and up to TTL 20', dead);
} finally {
  await lab.close();
}

/**
 * Runs all in turns and prints their medians.
 * @param {string} title
 * @param {string} target
 */
async function compare(title, target) {
  /** @type {Map<string, Took[]>} */
  const took = new Map();
  for (let round = 0; round < rounds; round++) {
    for (const contestant of contestants) {
      for (const each of await contestant(target)) took.set(each.name, [...(took.get(each.name) ?? []), each]);
    }
  }
  console.log(`| ${title} | ms | of traceroute | answers |\n|---|---:|---:|---:|`);
  const [first = Number.NaN] = [...took.values()].map((all) => median(all.map(({ milliseconds }) => milliseconds)));
  for (const [name, all] of took) {
    const milliseconds = median(all.map((each) => each.milliseconds));
    const answers = [...new Set(all.map((each) => each.answers))].join(', ');
    console.log(`| ${name} | ${milliseconds.toFixed(0)} | ${(milliseconds / first).toFixed(2)} | ${answers} |`);
  }
  console.log('');
}

/**
 * A whole command, from its start to its end.
 * @param {string} name
 * @param {((printed: string) => Rtts) | null} read
 * @param {(target: string) => readonly string[]} commandFor
 * @returns {Contestant}
 */
function command(name, read, commandFor) {
  return async (target) => {
    const { stdout, milliseconds } = await run(lab.inside('sender', commandFor(target)));
    return [{ name, milliseconds, answers: read === null ? null : answersIn(read(stdout)) }];
  };
}

/**
 * Traces of a process that runs already: its first, and those after it.
 * @param {string} mode
 * @param {import('./lab.js').User} user
 * @param {object} [limits] Of the engine, where not its own.
 * @returns {Contestant}
 */
function inProcess(mode, user, limits = {}) {
  return async (target) => {
    const options = { wait: 1000, maxTtl: 20 };
    const told = JSON.stringify({ transport: 'linux', target, sources, options, limits });
    const { stdout } = await run(lab.inside('sender', ['node', 'bench/tracing.js', told], user));
    /** @type {readonly { milliseconds: number, result: TraceResult }[]} */
    const traces = JSON.parse(stdout);
    return traces.map(({ milliseconds, result }, index) => ({
      name: `in process, ${mode}, ${index === 0 ? 'the first' : 'further'}`,
      milliseconds,
      answers: answersIn(rttsOf(result)),
    }));
  };
}

/** @param {Rtts} rtts */
function answersIn(rtts) {
  // mtr goes on behind the target.
  const hops = [...rtts].filter(([ttl]) => ttl <= 12);
  return hops.reduce((sum, [, hop]) => sum + hop.filter((rtt) => rtt !== null).length, 0);
}

/** @param {string} node @param {readonly string[]} changing */
async function must(node, changing) {
  const { status, stderr } = await run(lab.inside(node, changing));
  if (status !== 0) throw new Error(`${changing.join(' ')}: ${stderr}`);
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @param {string} text */
function words(text) {
  return text.split(' ');
}
