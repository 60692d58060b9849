import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { TraceResult } from '@hoplite/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS, type Carrier } from './carriers.js';
import { type Network, openNetwork } from './network.js';
import { type Ran, runIn, startIn } from './process.js';
import { ALL_METHODS } from './question.js';

let network: Network;
let folder: string;
beforeAll(async () => {
  network = await openNetwork('chain');
  folder = mkdtempSync(join(tmpdir(), 'hoplite-recorded-'));
  chmodSync(folder, 0o777);
});
afterAll(async () => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  await network?.[Symbol.asyncDispose]();
});

describe.each(CARRIERS)('what $name recorded', (carrier) => {
  test.each(ALL_METHODS)('by %s is read back as it was printed, two targets at once', async (method) => {
    const file = join(folder, `${carrier.transport}-${carrier.user}-${method}.pcapng`);
    const live = await runIn(network, 'sender', traceCommand(carrier, file, '--method', method), carrier.user);
    expect(results(live).map(({ outcome }) => outcome)).toEqual(['reached', 'reached']);
    expect(await readBack(file)).toEqual(inOrder(results(live)));
    expect(await replayed(file)).toEqual(results(live));
  });

  test('until it was interrupted is read back, and replayed, as it was printed', async () => {
    const file = join(folder, `${carrier.transport}-${carrier.user}.pcapng`);
    const live = await interrupted(traceCommand(carrier, file, '-z', '100'), carrier, file);
    expect(results(live).map(({ outcome }) => outcome)).toEqual(['aborted', 'aborted']);
    expect(await readBack(file)).toEqual(inOrder(results(live)));
    expect(await replayed(file)).toEqual(results(live));
  });
});

function traceCommand({ transport }: Carrier, file: string, ...more: readonly string[]): readonly string[] {
  const targets = ['target', 'target6'].map((name) => network.targets.get(name) ?? name);
  const options = ['-n', '--format', 'json', '--transport', transport, '--record', file];
  return [...COMMAND, 'trace', ...options, ...more, ...targets];
}

/** Bytes of a recording that several hops of a trace fill, and no more than half of it. */
const ENOUGH = 8000;

const COMMAND: readonly string[] = ['node', 'packages/hoplite/dist/cli.js'];

/** Ends it by hand in the middle, when something is in the file. */
async function interrupted(command: readonly string[], { user }: Carrier, file: string): Promise<Ran> {
  const child = startIn(network, 'sender', command, user);
  const printed: string[] = [];
  child.stdout?.on('data', (chunk) => printed.push(String(chunk)));
  const closed = once(child, 'close');
  while (child.exitCode === null && !(existsSync(file) && statSync(file).size > ENOUGH)) await setTimeout(50);
  child.kill('SIGINT');
  await closed;
  return { stdout: printed.join(''), stderr: '', status: child.exitCode };
}

/** Frames are of the capture alone: those of every probe must be there. */
async function readBack(file: string): Promise<readonly TraceResult[]> {
  const ran = await runIn(network, 'sender', [...COMMAND, 'read', '--format', 'json', file]);
  expect({ status: ran.status, stderr: ran.stderr }).toEqual({ status: 0, stderr: '' });
  return results(ran).map((trace) => {
    const hops = trace.hops.map(({ ttl, probes }) => ({
      ttl,
      probes: probes.map((probe) => {
        expect(probe.frames).toEqual({
          probe: expect.any(Number),
          reply: 'address' in probe ? expect.any(Number) : null,
        });
        return { ...probe, frames: null };
      }),
    }));
    return { ...trace, hops };
  });
}

async function replayed(file: string): Promise<readonly TraceResult[]> {
  return results(await runIn(network, 'sender', [...COMMAND, '--format', 'json', '--transport', `pcap:${file}`]));
}

function results({ stdout, stderr, status }: Ran): readonly TraceResult[] {
  if (stdout === '') throw new Error(`${status} ${stderr}`);
  return JSON.parse(stdout);
}

function inOrder(traces: readonly TraceResult[]): readonly TraceResult[] {
  return [...traces].sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
}
