// What a thousand traces at once through one engine take, at 5,000 probes a second, over twelve hops of kernel routers; that
// their results are right the lab tests (test/lab/many.lab.ts). Linux, root. After `npx tsc -b`: node bench/many.bench.js [ROUNDS]

import { openLab, run } from './lab.js';

/** @typedef {{ name: string, transport: string, user: 'root' | 'nobody' }} Way */

const rounds = Number(process.argv[2] ?? 3);

/** @type {readonly Way[]} */
const ways = [
  { name: 'transport-linux, raw', transport: 'linux', user: 'root' },
  { name: 'transport-linux, unprivileged', transport: 'linux', user: 'nobody' },
  { name: 'transport-raw', transport: 'raw', user: 'root' },
];

/** @type {(string | number)[][]} */
const rows = [];
const lab = await openLab('chain');
try {
  for (const way of ways) for (let round = 0; round < rounds; round++) rows.push(await row(way));
} finally {
  await lab.close();
}
const head = ['transport', 'reached', 'probes', 'wall, s', 'processor, s', 'processor, us a probe', 'peak memory, MB'];
for (const each of [head, head.map((_, i) => (i === 0 ? '---' : '---:')), ...rows])
  console.log(`| ${each.join(' | ')} |`);

/** @param {Way} way */
async function row({ name, transport, user }) {
  const told = JSON.stringify({ transport, net: '198.18.', traces: 1000, rate: 5000 });
  const { stdout, stderr } = await run(lab.inside('sender', ['node', 'test/lab/inside/many.js', told], user));
  if (stdout === '') throw new Error(`${name}: ${stderr}`);
  const { results, probes, seconds, cpuSeconds, peakMegabytes } = JSON.parse(stdout);
  const reached = results.filter((/** @type {{ outcome: string }} */ { outcome }) => outcome === 'reached').length;
  const aProbe = Math.round((cpuSeconds * 1e6) / probes);
  return [name, reached, probes, seconds.toFixed(1), cpuSeconds.toFixed(1), aProbe, Math.round(peakMegabytes)];
}
