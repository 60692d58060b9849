import type { TraceResult } from '@hoplite/engine';
import { createSimTransport } from '@hoplite/transport-sim';
import { describe, expect, it, vi } from 'vitest';
import { hoplite } from './command.fixture.js';
import { network } from './network.fixture.js';
import { traceroute } from './traceroute.js';

// The live network is a virtual one here, whose instants are exact.
vi.mock('./live/open-live.js', async (original) => ({
  ...(await original<object>()),
  openLive: async () => createSimTransport(network, { seed: 1 }),
}));

const T = '10.0.4.2';

/** Milliseconds between probes that nothing held back but the budget: of 16 in flight the first ones. */
function gaps({ hops }: Pick<TraceResult, 'hops'>): readonly number[] {
  const sentAt = hops.slice(0, 3).flatMap(({ probes }) => probes.map((probe) => probe.sentAt));
  return sentAt.slice(1).map((at, index) => Number((at - (sentAt[index] ?? 0)).toFixed(6)));
}

const every = (milliseconds: number) => Array.from({ length: 8 }, () => milliseconds);

describe('a live trace', () => {
  it('sends 10,000 probes a second where it is alone', async () => {
    expect(gaps(await traceroute(T).result)).toEqual(every(0.1));
    expect(gaps(JSON.parse((await hoplite(['-n', '--format', 'json', T])).stdout))).toEqual(every(0.1));
  });

  it('sends 1,000 over a transport of its caller’s, and shares as many with those beside it', async () => {
    const transport = createSimTransport(network, { seed: 1 });
    expect(gaps(await traceroute(T, { transport }).result)).toEqual(every(1));
    const { stdout } = await hoplite(['-n', '--format', 'json', T, '10.0.3.2']);
    expect(gaps(JSON.parse(stdout)[0])).toEqual(every(2));
  });
});
