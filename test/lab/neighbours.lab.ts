import type { TraceResult } from '@hoplite/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS, type Carrier } from './carriers.js';
import { type Asked, startTracing } from './long-running.js';
import { type Network, openNetwork } from './network.js';
import { runIn } from './process.js';
import { wrongHops } from './twelve-hops.js';

/** The probes of one are marked, and the fifth router drops those of them that it should answer. */
const HEARD = { tos: 0 };
const UNHEARD = { tos: 32 };
const SILENT_TTL = 5;

let network: Network;
beforeAll(async () => {
  network = await openNetwork('chain');
  await runIn(network, 'r5', ['nft', DROP]);
});
afterAll(() => network?.[Symbol.asyncDispose]());

const DROP = 'table ip deaf { chain in { type filter hook prerouting priority filter; ip dscp 8 ip ttl 1 drop; }; }';

describe.each(CARRIERS)('of two engines that trace the same target at the same time, $name,', (carrier) => {
  test.each([
    { place: 'in one process', run: inOneProcess },
    { place: 'in two processes', run: inTwoProcesses },
  ])('$place, none takes a reply of the other', async ({ run }) => {
    const [heard, unheard] = await run(carrier);
    expect(heard.length).toBeGreaterThan(0);
    expect(unheard.length).toBeGreaterThan(0);
    expect(heard.flatMap((result) => wrongHops(network, result))).toEqual([]);
    expect(unheard.flatMap((result) => wrongHops(network, result, [SILENT_TTL]))).toEqual([]);
    const all = [...heard, ...unheard];
    expect(all.map(({ ambiguous }) => ambiguous)).toEqual(all.map(() => 0));
    // A raw socket hears what is for the other; a socket of one's own does not.
    const foreign = [heard, unheard].map((results) => results.some((result) => result.foreign > 0));
    expect(foreign).toEqual(carrier.user === 'root' ? [true, true] : [false, false]);
  });
});

type Pair = readonly [readonly TraceResult[], readonly TraceResult[]];

async function inOneProcess(carrier: Carrier): Promise<Pair> {
  const both = await startTracing(network, carrier, { traces: traces(), engines: [HEARD, UNHEARD] });
  const [heard = [], unheard = []] = await both.end();
  return [heard, unheard];
}

async function inTwoProcesses(carrier: Carrier): Promise<Pair> {
  const two = await Promise.all(
    [HEARD, UNHEARD].map((engine) => startTracing(network, carrier, { traces: traces(), engines: [engine] })),
  );
  await Promise.all(two.map((one) => one.wholeRound()));
  const [[heard = []] = [], [unheard = []] = []] = await Promise.all(two.map((one) => one.end()));
  return [heard, unheard];
}

/** All of a hop's probes are in flight when the first is answered. */
function traces(): readonly Asked[] {
  const asked = { target: network.targets.get('target'), wait: 900, waitHere: 0, waitNear: 0 };
  return [asked, { ...asked, method: 'icmp' }, { ...asked, method: 'tcp' }];
}
