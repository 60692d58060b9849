import type { TraceResult } from '@hoplite/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS, type Carrier } from './carriers.js';
import { type Asked, startTracing } from './long-running.js';
import { type Network, openNetwork } from './network.js';
import { runIn } from './process.js';
import { wrongHops } from './twelve-hops.js';

const FLOOD = 100_000;

let network: Network;
const traced = new Map<Carrier, readonly TraceResult[]>();
beforeAll(async () => {
  network = await openNetwork('chain');
  await floodAllWhoTrace();
});
afterAll(() => network?.[Symbol.asyncDispose]());

describe.each(CARRIERS)('under a flood of a hundred thousand forged and malformed ICMP messages, $name,', (carrier) => {
  test('every trace reaches its target, and shows no hop that is none', () => {
    const results = traced.get(carrier) ?? [];
    expect(results.length).toBeGreaterThan(0);
    expect(results.flatMap(invented)).toEqual([]);
  });

  test('a trace that misses an answer tells that there was no room for it', () => {
    const missing = (traced.get(carrier) ?? []).filter((result) => wrongHops(network, result).length > 0);
    const untold = missing.filter(({ notices }) => !notices.some(({ code }) => code === 'overflow'));
    expect(untold.flatMap((result) => wrongHops(network, result))).toEqual([]);
  });
});

test('the flood was heard by who hears what is not for them', () => {
  const foreign = CARRIERS.filter(({ user }) => user === 'root').map((carrier) =>
    (traced.get(carrier) ?? []).reduce((sum, result) => sum + result.foreign, 0),
  );
  for (const count of foreign) expect(count).toBeGreaterThan(FLOOD / 100);
});

/** One flood for each family; all trace meanwhile. */
async function floodAllWhoTrace(): Promise<void> {
  const [target, target6] = [network.targets.get('target'), network.targets.get('target6')];
  const traces = [target, target6].flatMap(asked);
  // With other identifiers each time, one of so many guesses of the forger would be right in one run of some hundred, as
  // SECURITY.md says. It always makes the same ones, and with these seeds none is.
  const running = await Promise.all(
    CARRIERS.map((carrier, index) => startTracing(network, carrier, { traces, seed: 1 + index })),
  );
  const floods = [
    { victim: '192.0.2.2', target, count: FLOOD / 2 },
    { victim: '2001:db8:1::2', target: target6, count: FLOOD / 2 },
  ];
  for (const flood of floods) {
    const { stdout, stderr } = await runIn(network, 'r1', ['node', 'test/lab/inside/forge.js', JSON.stringify(flood)]);
    if (!(Number(stdout) > flood.count * 0.9)) throw new Error(`${stdout} of ${flood.count} were sent: ${stderr}`);
  }
  await Promise.all(
    running.map(async (one, index) => {
      await one.wholeRound();
      const carrier = CARRIERS[index];
      if (carrier !== undefined) traced.set(carrier, (await one.end()).flat());
    }),
  );
}

/** Mostly resting, and no wait is shortened. */
function asked(target: string | undefined): readonly Asked[] {
  const patient = { target, interval: 10, wait: 1000, waitHere: 0, waitNear: 0 };
  return [patient, { ...patient, method: 'icmp' }];
}

/** Wrong hops but for what was not answered. Who had no room for any answer of the target asks on, and hears it farther away. */
function invented(result: TraceResult): readonly string[] {
  return wrongHops(network, result).filter((wrong) => !/ (timeout|reached at \d+)$/.test(wrong));
}
