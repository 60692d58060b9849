// What becomes of probes whose program does not look after them: 2,000 at once through a router that answers each; and as
// many as the transport has room for the replies of, while the event loop is blocked for 10 s. In the lab: Linux, root.
// After `npx tsc -b`: nice -n -10 node bench/waiting.bench.js [ROUNDS]

import { openLab, run } from './lab.js';

/** @typedef {{ name: string, transport: string, user: 'root' | 'nobody' }} Way */

const rounds = Number(process.argv[2] ?? 3);

/** In ms. Both end, and all answers are there, while nobody reads. */
const [block, wait, delay] = [10_000, 9000, 8000];

/** Of an answer to a probe of 68 bytes, on Ethernet. */
const answerBits = 8 * 110;

/** @type {readonly Way[]} */
const ways = [
  { name: 'transport-linux, raw', transport: 'linux', user: 'root' },
  { name: 'transport-linux, unprivileged', transport: 'linux', user: 'nobody' },
  { name: 'transport-raw', transport: 'raw', user: 'root' },
];

/** @type {(string | number)[][]} */
const atOnce = [];
/** @type {(string | number)[][]} */
const blocked = [];
const lab = await openLab('chain');
try {
  for (const way of ways) {
    const sent = await repeat(way, 'bench/at-once.js', { probes: 2000 });
    const { inFlight } = sent[0];
    atOnce.push([way.name, ...sums(sent, ['sent', 'byProcess', 'failed', 'received', 'notices'])]);
    await narrow(Math.round((1000 * inFlight * answerBits) / delay));
    const waited = await repeat(way, 'bench/long-block.js', { block, wait });
    blocked.push([
      ...[way.name, inFlight],
      ...sums(waited, ['probes', 'waiting', 'replied', 'late', 'timeout', 'failed', 'notices']),
    ]);
    await widen();
  }
} finally {
  await lab.close();
}
print(['2,000 at once', 'sent', 'of these not stamped by the kernel', 'failed', 'answers', 'notices'], atOnce);
print(
  ['blocked for 10 s', 'room for', 'probes', 'answered meanwhile', 'replied', 'late', 'lost', 'failed', 'notices'],
  blocked,
);

/**
 * What a program prints that is run in the sender, round by round.
 * @param {Way} way
 * @param {string} program
 * @param {object} about
 */
async function repeat(way, program, about) {
  const all = [];
  for (let round = 0; round < rounds; round++) all.push(await told(way, program, about));
  return all;
}

/** @param {readonly any[]} all @param {readonly string[]} members @returns {number[]} */
function sums(all, members) {
  return members.map((member) => all.reduce((sum, each) => sum + each[member], 0));
}

/**
 * What a program prints that is run in the sender.
 * @param {Way} way
 * @param {string} program
 * @param {object} about
 */
async function told({ name, transport, user }, program, about) {
  const told = JSON.stringify({ transport, target: lab.targets.get('target'), source: '192.0.2.64', ...about });
  const { stdout, stderr } = await run(lab.inside('sender', ['node', program, told], user));
  if (stdout === '') throw new Error(`${name}: ${stderr}`);
  return JSON.parse(stdout);
}

/** The way back from the first router carries so many bits a second. @param {number} rate */
async function narrow(rate) {
  await run(lab.inside('r1', `tc qdisc add dev to-sender root tbf rate ${rate}bit burst 2kb limit 4mb`.split(' ')));
}

async function widen() {
  await run(lab.inside('r1', 'tc qdisc del dev to-sender root'.split(' ')));
}

/** @param {string[]} head @param {(string | number)[][]} rows */
function print(head, rows) {
  for (const row of [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows])
    console.log(`| ${row.join(' | ')} |`);
  console.log('');
}
