import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TraceResult } from '@hoplite/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hoplite } from '../support/hoplite.js';
import { differencesFromCapture } from './agreement.js';
import { startCapture } from './capture.js';
import { CARRIERS, type Carrier } from './carriers.js';
import { type Network, openNetwork } from './network.js';
import { runIn } from './process.js';

/** How many traces run at once, and how many probes a second all of them send. */
const CROWD = { net: '198.18.', traces: 1000, rate: 5000 };

let network: Network;
beforeAll(async () => {
  network = await openNetwork('chain');
});
afterAll(() => network?.[Symbol.asyncDispose]());

describe.each(CARRIERS)('a thousand traces at once through one engine, $name,', (carrier) => {
  let live: readonly TraceResult[];
  let captured: readonly TraceResult[];
  beforeAll(async () => {
    [live, captured] = await captureCrowd(carrier);
  });

  test('all reach their targets over the twelve hops there are', () => {
    expect(live).toHaveLength(CROWD.traces);
    const wrong = live.filter(({ outcome, hops }) => outcome !== 'reached' || hops.length !== 12);
    expect(wrong.map(({ target, outcome, hops }) => ({ target, outcome, hops: hops.length }))).toEqual([]);
  });

  test('find every hop that answered and none that did not, probe by probe as captured', () => {
    const differences = live.flatMap((result) => {
      const ofIt = captured.filter(({ address }) => address === result.address);
      return differencesFromCapture(result, ofIt, carrier).map((difference) => `${result.address} ${difference}`);
    });
    expect(differences).toEqual([]);
  });
});

/** What they say, and what `hoplite read` finds of them in a capture. */
async function captureCrowd({ transport, user }: Carrier): Promise<[readonly TraceResult[], readonly TraceResult[]]> {
  const folder = await mkdtemp(join(tmpdir(), 'hoplite-lab-'));
  try {
    const capture = await startCapture(network, 'sender', 'to-r1', join(folder, 'crowd.pcap'));
    const command = ['node', 'test/lab/inside/many.js', JSON.stringify({ transport, ...CROWD })];
    const { stdout, stderr } = await runIn(network, 'sender', command, user);
    await capture.stop();
    if (stdout === '') throw new Error(stderr);
    return [JSON.parse(stdout).results, JSON.parse(await hoplite('read', '-n', '--format', 'json', capture.file))];
  } finally {
    await rm(folder, { recursive: true });
  }
}
