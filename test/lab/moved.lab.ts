import type { TraceResult } from '@hoplite/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareStatements } from '../support/tools/compare.js';
import { differencesFromCapture } from './agreement.js';
import { askTool, askUs, type OurAnswer, type ToolAnswer } from './ask.js';
import { CARRIERS } from './carriers.js';
import { type Network, openNetwork } from './network.js';
import { type Captured, capturing } from './play.js';
import { runIn } from './process.js';
import { familyOf, OF_SENDER, type Question, USUAL } from './question.js';
import { ORACLES } from './tools.js';

/** The third hop on the way to `moved` is r3a, until that was asked once: then it is r3b. */
const QUESTION: Question = {
  ...USUAL,
  ...OF_SENDER,
  about: 'while the way to it is changed',
  network: 'diamonds',
  targets: ['moved', 'moved6'],
  maxTtl: 4,
  queries: 4,
  parallel: 1,
};

let network: Network;
beforeAll(async () => {
  network = await openNetwork('diamonds');
  await inR2('sh', '-ec', OTHER_WAY);
});
afterAll(() => network?.[Symbol.asyncDispose]());

describe('a trace whose third hop changes in the middle of it shows both, as they were captured, over both families', () => {
  const tools = ORACLES.filter(({ name }) => /^(traceroute|mtr|scamper -P icmp-paris)$/.test(name));
  test.each(tools)('by $name', async (oracle) => {
    const runs = await toBoth((target) => askTool(oracle, target, QUESTION, network));
    for (const run of runs) {
      const { differences } = compareStatements(run.output().statements, theMoved(run), 0, new Set());
      expect(differences).toEqual([]);
    }
  });

  const carriers = CARRIERS.flatMap((carrier) => (['udp', 'icmp'] as const).map((method) => ({ carrier, method })));
  test.each(carriers)('by $carrier.name, $method', async ({ carrier, method }) => {
    const runs = await toBoth(async (target) => {
      const [answer] = await askUs(carrier, method, [target], QUESTION, network);
      if (answer === undefined) throw new Error('nobody answered');
      return answer;
    });
    for (const run of runs) expect(differencesFromCapture(run.live(), [theMoved(run)], carrier)).toEqual([]);
  });
});

type Answer = ToolAnswer | OurAnswer;

function toBoth<T extends Answer>(ask: (target: string) => Promise<T>): Promise<readonly Captured<T>[]> {
  return Promise.all(QUESTION.targets.map((target) => whileItMoves(target, () => ask(target))));
}

/** Asks and captures, from the way over r3a on. */
async function whileItMoves<T extends Answer>(target: string, ask: () => Promise<T>): Promise<Captured<T>> {
  await inR2('nft', MOVE[familyOf(target)]);
  let answer: T | undefined;
  const capturedOf = await capturing(QUESTION, network, async () => {
    answer = await ask();
  });
  if (answer === undefined) throw new Error('nobody answered');
  return capturedOf(answer);
}

/** What is marked goes over r3b. */
const OTHER_WAY = `
  for family in -4 -6; do ip $family rule add fwmark 1 table 100; done
  ip -4 route add default via 198.51.100.10 table 100
  ip -6 route add default via 2001:db8:23b::2 table 100
`;

/**
 * r2 itself counts the probes that end at the third hop, and marks all but the first, from now on: whoever waited for an
 * answer to change the way then, might get his turn when a busy machine has all answers.
 */
const MOVE = {
  4: countingAnew('ip', 'ip daddr 203.0.113.6 ip ttl 2'),
  6: countingAnew('ip6', 'ip6 daddr 2001:db8:ff::2 ip6 hoplimit 2'),
} as const;

function countingAnew(family: string, probes: string): string {
  const mark = `type filter hook prerouting priority mangle; ${probes} numgen inc mod 1000 != 0 meta mark set 1;`;
  return `add table ${family} move; delete table ${family} move; table ${family} move { chain in { ${mark} }; }`;
}

async function inR2(...command: readonly string[]): Promise<void> {
  expect(await runIn(network, 'r2', command)).toMatchObject({ stderr: '', status: 0 });
}

/** The trace that was captured, whose third hop is r3a once and then r3b. */
function theMoved({ captured }: Captured<Answer>): TraceResult {
  expect(captured).toHaveLength(1);
  const [trace] = captured;
  if (trace === undefined) throw new Error('there is no trace');
  const third = trace.hops[2]?.probes.map((probe) => ('address' in probe ? network.placeOf(probe.address) : null));
  expect(third).toEqual(['r3a to-r2', 'r3b to-r2', 'r3b to-r2', 'r3b to-r2']);
  return trace;
}
