import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS } from './carriers.js';
import { type Network, openNetwork } from './network.js';
import { runIn } from './process.js';

const BURSTS = { bursts: 10, burst: 1000 };

let network: Network;
beforeAll(async () => {
  network = await openNetwork('chain');
});
afterAll(() => network?.[Symbol.asyncDispose]());

describe('after ten thousand traces, aborted at random', () => {
  test.each(CARRIERS)('every descriptor and timer is given back, and the process ends, $name', async (carrier) => {
    const told = JSON.stringify({ transport: carrier.transport, target: network.targets.get('target'), ...BURSTS });
    const command = ['node', 'test/lab/inside/aborts.js', told];
    const { stdout, stderr, status } = await runIn(network, 'sender', command, carrier.user);
    if (status !== 0) throw new Error(`${status} ${stderr}`);
    const { before, after, outcomes } = JSON.parse(stdout);
    expect(after).toEqual(after.map(() => before));
    expect(after).toHaveLength(BURSTS.bursts);
    expect(Object.keys(outcomes).sort()).toEqual(['aborted', 'max-ttl']);
  });
});
