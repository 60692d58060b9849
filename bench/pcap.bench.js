// How long a capture of a million packets takes to read: each way in a process of its own, the ways in turns. After
// `npx tsc -b`: node bench/pcap.bench.js

import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { readCapture } from '@hoplite/transport-pcap';
import { createCaptureReader } from '@hoplite/transport-pcap/core';

const rounds = 5;

/** Each returns how many packets it read. */
const ways = /** @type {const} */ ({
  bare: readBare,
  readCapture: readThrough,
  core: readByCore,
});

/** @type {readonly (readonly [way: keyof typeof ways, file: string])[]} The first is the measure of the others. */
const contestants = [
  ['bare', 'capture.pcap'],
  ['readCapture', 'capture.pcap'],
  ['core', 'capture.pcap'],
  ['readCapture', 'capture.pcapng'],
  ['core', 'capture.pcapng'],
  ['readCapture', 'capture.pcap.gz'],
];

const [mode, path] = process.argv.slice(2);
if (mode === undefined || path === undefined) await runAll();
else await runOne(/** @type {keyof typeof ways} */ (mode), path);

async function runAll() {
  const folder = mkdtempSync(join(tmpdir(), 'hoplite-bench-'));
  try {
    const { makeCapture } = await import('./make-capture.js');
    const pcap = join(folder, 'capture.pcap');
    await makeCapture(pcap, 1_000_000, 1, 'pcap');
    await makeCapture(join(folder, 'capture.pcapng'), 1_000_000, 1, 'pcapng');
    await pipeline(
      createReadStream(pcap),
      createGzip({ level: 6 }),
      createWriteStream(join(folder, 'capture.pcap.gz')),
    );
    /** @type {Outcome[][]} */
    const outcomes = contestants.map(() => []);
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, [way, file]] of contestants.entries())
        outcomes[index]?.push(inProcess(way, join(folder, file)));
    }
    report(outcomes);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @typedef {{ packets: number, milliseconds: number, megabytes: number }} Outcome */

/**
 * @param {string} way
 * @param {string} path
 * @returns {Outcome}
 */
function inProcess(way, path) {
  const script = fileURLToPath(import.meta.url);
  return JSON.parse(execFileSync(process.execPath, ['--no-deprecation', script, way, path], { encoding: 'utf8' }));
}

/**
 * @param {keyof typeof ways} way
 * @param {string} path
 */
async function runOne(way, path) {
  const start = performance.now();
  const packets = await ways[way](path);
  const milliseconds = performance.now() - start;
  process.stdout.write(JSON.stringify({ packets, milliseconds, megabytes: peakMemory() }));
}

/** In megabytes. On Linux not by getrusage, where a child begins with the peak of its parent. */
function peakMemory() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024;
  const [, kilobytes] = /VmHWM:\s*(\d+)/.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}

/** @param {string} path */
async function readThrough(path) {
  let packets = 0;
  for await (const packet of readCapture(path)) packets = packet.number;
  return packets;
}

/** @param {string} path */
async function readByCore(path) {
  const reader = createCaptureReader();
  let packets = 0;
  for await (const chunk of createReadStream(path)) {
    for (const packet of reader.push(chunk)) packets = packet.number;
  }
  reader.end();
  return packets;
}

/**
 * @param {string} path
 * @returns {Promise<number>}
 */
function readBare(path) {
  // It is a dependency of the package, not of the workspace.
  const { parse } = createRequire(import.meta.resolve('@hoplite/transport-pcap'))('pcap-parser');
  return new Promise((resolve, reject) => {
    let packets = 0;
    parse(path)
      .on('packet', () => {
        packets += 1;
      })
      .on('error', reject)
      .on('end', () => resolve(packets));
  });
}

/** @param {readonly (readonly Outcome[])[]} outcomes */
function report(outcomes) {
  const best = outcomes.map((list) => Math.min(...list.map(({ milliseconds }) => milliseconds)));
  console.log('| way | file | packets | best of 5, ms | of bare | peak memory, MB |');
  console.log('|---|---|---|---|---|---|');
  for (const [index, [way, file]] of contestants.entries()) {
    const list = outcomes[index] ?? [];
    const time = best[index] ?? Number.NaN;
    const memory = Math.max(...list.map(({ megabytes }) => megabytes)).toFixed(0);
    const ratio = (time / (best[0] ?? Number.NaN)).toFixed(2);
    console.log(`| ${way} | ${file} | ${list[0]?.packets} | ${time.toFixed(0)} | ${ratio} | ${memory} |`);
  }
}
