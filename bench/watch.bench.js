// What `hoplite watch` takes over a long time: 20 targets of a virtual network in real time, shown on a terminal of 80x24.
// Its memory and processor time every 30 s to a file, and in the end here. Linux, for `script` and /proc.
// After `npx tsc -b`: nice node bench/watch.bench.js [MINUTES] [FILE]

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { usageOf } from './usage.js';

/** @typedef {import('hoplite').TopologyInit} TopologyInit */

const minutes = Number(process.argv[2] ?? 60);
const file = process.argv[3] ?? join(tmpdir(), 'hoplite-watch.csv');
const [TARGETS, EVERY] = [20, 30];

const folder = mkdtempSync(join(tmpdir(), 'hoplite-'));
const network = join(folder, 'network.json');
writeFileSync(network, JSON.stringify(topology()));
const targets = Array.from({ length: TARGETS }, (_, index) => `10.2.${index}.2`);
const cli = fileURLToPath(new URL('../packages/hoplite/dist/cli.js', import.meta.url));
const command = `stty cols 80 rows 24; exec node ${cli} watch --transport sim:${network} --seed 1 ${targets.join(' ')}`;

const terminal = spawn('script', ['-qec', command, '/dev/null'], { stdio: ['pipe', 'ignore', 'inherit'] });
const ended = once(terminal, 'close');
try {
  console.table(await sample());
} finally {
  // `q`, and then the end of the keyboard.
  terminal.stdin.end('q');
  await ended;
  rmSync(folder, { recursive: true });
}

/** Resident memory and the share of a core, over the time from one line to the next. */
async function sample() {
  writeFileSync(file, 'minute,resident (MB),processor (% of a core)\n');
  await setTimeout(2000);
  const pid = childOf(Number(terminal.pid));
  const rows = [];
  const began = performance.now();
  let before = { ...usageOf(pid), at: began };
  for (let line = 1; line <= (minutes * 60) / EVERY; line++) {
    await setTimeout(began + line * EVERY * 1000 - performance.now());
    const now = { ...usageOf(pid), at: performance.now() };
    const processor = (100 * (now.seconds - before.seconds)) / ((now.at - before.at) / 1000);
    const minute = ((now.at - began) / 60_000).toFixed(1);
    rows.push({ minute, 'resident (MB)': now.megabytes.toFixed(1), 'processor (%)': processor.toFixed(2) });
    appendFileSync(file, `${minute},${now.megabytes.toFixed(1)},${processor.toFixed(2)}\n`);
    before = now;
  }
  return rows.filter(
    (_, index) => index % Math.max(1, Math.floor(rows.length / 12)) === 0 || index === rows.length - 1,
  );
}

/** @param {number} pid */
function childOf(pid) {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0]);
}

/**
 * Eight routers, then one for each target; with jitter, a limit, a balancer, a link that loses, and one that is away for
 * a minute in ten, so that there are paths that change.
 * @returns {TopologyInit}
 */
function topology() {
  const chain = Array.from({ length: 8 }, (_, index) => `r${index + 1}`);
  const edges = Array.from({ length: TARGETS }, (_, index) => [`e${index}`, `t${index}`]);
  return {
    from: 'pc',
    nodes: {
      pc: { kind: 'host' },
      ...Object.fromEntries(chain.map((name) => [name, {}])),
      r3: { errors: { limit: { count: 5, per: 1000 } } },
      r5: { balance: 'packet' },
      x: {},
      ...Object.fromEntries(
        edges.flatMap(([edge, target]) => [
          [edge, {}],
          [target, { kind: 'host' }],
        ]),
      ),
    },
    links: [
      ...chain.map((name, index) => link(chain[index - 1] ?? 'pc', name, `10.0.${index}`, { latency: 2, jitter: 1 })),
      link('r5', 'x', '10.1.0', { latency: 2, cost: 1 }),
      link('x', 'r7', '10.1.1', { latency: 2, cost: 3 }),
      ...edges.flatMap(([edge = '', target = ''], index) => [
        link('r8', edge, `10.3.${index}`, { latency: 1, loss: index % 4 === 0 ? 0.02 : 0 }),
        link(edge, target, `10.2.${index}`, { latency: 0.5, jitter: 0.5 }),
      ]),
    ],
    changes: Array.from({ length: Math.ceil(minutes / 10) }, (_, index) => [
      { at: (index * 10 + 5) * 60_000, link: 'r6-r7', set: { up: false } },
      { at: (index * 10 + 6) * 60_000, link: 'r6-r7', set: { up: true } },
    ]).flat(),
  };
}

/**
 * @param {string} near
 * @param {string} far
 * @param {string} prefix
 * @param {object} properties
 */
function link(near, far, prefix, properties) {
  return {
    name: `${near}-${far}`,
    ends: /** @type {const} */ ([
      { node: near, addresses: [`${prefix}.1`] },
      { node: far, addresses: [`${prefix}.2`] },
    ]),
    ...properties,
  };
}
