// The viewer in Chromium beside `hoplite read`, on one capture of a million packets: what bench/README.md says of it.
// Needs Chromium and GNU time. After `npx tsc -b` and `npx vite build packages/viewer`:
// node packages/viewer/bench/read.bench.js

import { spawnSync } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createGzip } from 'node:zlib';
import { chromium } from 'playwright-core';
import { makeCapture } from '../../../bench/make-capture.js';

const rounds = 3;
const page = new URL('../dist/index.html', import.meta.url).href;
const command = fileURLToPath(new URL('../../hoplite/dist/cli.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'hoplite-bench-'));

/** In the page: notes how long it was at most between two turns of a timer of 10 ms. */
const listenForGaps = `
  let last = performance.now();
  let most = 0;
  setInterval(() => {
    const now = performance.now();
    most = Math.max(most, now - last - 10);
    last = now;
    document.documentElement.dataset.deaf = Math.round(most);
  }, 10);`;

/**
 * @typedef {object} Outcome
 * @property {number} seconds - until the file was read
 * @property {number} megabytes - at the peak, of the process that read
 * @property {number} traces
 * @property {number} deaf - milliseconds for which the page did not answer, at most
 * @property {number} packets - milliseconds until the packets of a hop near the end were shown
 */

try {
  const [pcap, pcapng, gzip] = ['capture.pcap', 'capture.pcapng', 'capture.pcap.gz'].map((name) => join(folder, name));
  await makeCapture(`${pcap}`, 1_000_000, 1, 'pcap');
  await makeCapture(`${pcapng}`, 1_000_000, 1, 'pcapng');
  await pipeline(createReadStream(`${pcap}`), createGzip(), createWriteStream(`${gzip}`));
  console.log('| file | read by | s | peak memory, MB | traces | deaf at most, ms | packets of a hop, ms |');
  console.log('|---|---|---:|---:|---:|---:|---:|');
  for (const file of [pcap, pcapng, gzip]) {
    /** @type {Record<'viewer' | 'hoplite read', Outcome[]>} */
    const outcomes = { viewer: [], 'hoplite read': [] };
    for (let round = 0; round < rounds; round += 1) {
      outcomes.viewer.push(await byPage(`${file}`));
      outcomes['hoplite read'].push(byCommand(`${file}`));
    }
    for (const [reader, list] of Object.entries(outcomes)) report(`${file}`.slice(folder.length + 1), reader, list);
  }
} finally {
  rmSync(folder, { recursive: true });
}

/**
 * @param {string} file
 * @returns {Promise<Outcome>}
 */
async function byPage(file) {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  try {
    const tab = await browser.newPage();
    await tab.goto(page);
    await tab.evaluate(listenForGaps);
    const chosen = performance.now();
    await tab.getByLabel('Capture or results').setInputFiles(file);
    await tab.locator('progress').waitFor({ state: 'detached', timeout: 300_000 });
    const seconds = (performance.now() - chosen) / 1000;
    const deaf = Number(await tab.evaluate('document.documentElement.dataset.deaf'));
    const traces = Number.parseInt((await tab.locator('.traces [role=status]').textContent()) ?? '', 10);
    const megabytes = await peakOfRenderer(browser);
    await tab.getByRole('listbox').getByRole('option').last().click();
    const asked = performance.now();
    await tab.getByRole('button', { name: 'Hop 2', exact: true }).click();
    await tab.getByRole('heading', { name: 'Packets of hop 2' }).waitFor({ timeout: 60_000 });
    return { seconds, megabytes, traces, deaf, packets: performance.now() - asked };
  } finally {
    await browser.close();
  }
}

/** @param {import('playwright-core').Browser} browser */
async function peakOfRenderer(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  return Math.max(...renderers.map(({ id }) => peakOf(readFileSync(`/proc/${id}/status`, 'utf8'))));
}

/** @param {string} status Of a process, as Linux tells it: its megabytes at the peak. */
function peakOf(status) {
  return Number(status.match(/VmHWM:\s+(\d+) kB/)?.[1]) / 1024;
}

/**
 * @param {string} file
 * @returns {Outcome}
 */
function byCommand(file) {
  const record = join(folder, 'time');
  const output = join(folder, 'traces.json');
  const timed = ['-f', '%e %M', '-o', record, process.execPath, command];
  const { status, stderr } = spawnSync('time', [...timed, 'read', '--format', 'json', '--output', output, file]);
  if (status !== 0) throw new Error(`hoplite read ended with ${status}: ${stderr}`);
  const [seconds = 0, kilobytes = 0] = readFileSync(record, 'utf8').split(' ').map(Number);
  const traces = JSON.parse(readFileSync(output, 'utf8')).length;
  return { seconds, megabytes: kilobytes / 1024, traces, deaf: Number.NaN, packets: Number.NaN };
}

/**
 * @param {string} file
 * @param {string} reader
 * @param {readonly Outcome[]} outcomes
 */
function report(file, reader, outcomes) {
  const most = Math.max(...outcomes.map(({ megabytes }) => megabytes));
  const deaf = Math.max(...outcomes.map(({ deaf }) => deaf));
  const [seconds, packets] = [
    median(outcomes.map(({ seconds }) => seconds)),
    median(outcomes.map(({ packets }) => packets)),
  ];
  const inPage = reader === 'viewer' ? `${deaf} | ${packets.toFixed(0)}` : '|';
  console.log(
    `| ${file} | ${reader} | ${seconds.toFixed(1)} | ${most.toFixed(0)} | ${outcomes[0]?.traces} | ${inPage} |`,
  );
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
