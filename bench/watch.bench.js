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
import { networkToWatch, targets } from './watch-network.js';

const minutes = Number(process.argv[2] ?? 60);
const file = process.argv[3] ?? join(tmpdir(), 'hoplite-watch.csv');
const EVERY = 30;

const folder = mkdtempSync(join(tmpdir(), 'hoplite-'));
const network = join(folder, 'network.json');
writeFileSync(network, JSON.stringify(networkToWatch(minutes)));
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
