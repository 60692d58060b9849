import { once } from 'node:events';
import type { TraceResult } from '@hoplite/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareStatements } from '../support/tools/compare.js';
import { differencesFromCapture } from './agreement.js';
import { askTool, askUs, type OurAnswer, type ToolAnswer } from './ask.js';
import { CARRIERS } from './carriers.js';
import { type Network, openNetwork } from './network.js';
import { type Captured, capturing } from './play.js';
import { runIn, startIn } from './process.js';
import { familyOf, OF_SENDER, type Question, USUAL } from './question.js';
import { ORACLES } from './tools.js';

/** The third hop on the way to `moved` is r3a, until that has answered: then it is r3b. */
const QUESTION: Question = {
  ...USUAL,
  ...OF_SENDER,
  about: 'while the way to it is changed',
  network: 'diamonds',
  targets: ['moved', 'moved6'],
  maxTtl: 4,
  queries: 4,
  parallel: 1,
  interval: 250,
};

let network: Network;
beforeAll(async () => {
  network = await openNetwork('diamonds');
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

/** Asks, captures, and changes the way when r3a has answered the asker. */
async function whileItMoves<T extends Answer>(target: string, ask: () => Promise<T>): Promise<Captured<T>> {
  const { destination, over, expired } = WAYS[familyOf(target)];
  const lead = ['ip', '-n', network.namespace('r2'), 'route', 'replace', destination, 'via'];
  await runIn(network, 'r2', [...lead, over.r3a]);
  let answer: T | undefined;
  const capturedOf = await capturing(QUESTION, network, async () => {
    const watch = ['sh', '-c', WATCH, expired, ...lead, over.r3b];
    const mover = startIn(network, 'r3a', watch);
    const moved = once(mover, 'close');
    if (mover.stderr !== null) await once(mover.stderr, 'data');
    answer = await ask();
    await moved;
  });
  if (answer === undefined) throw new Error('nobody answered');
  return capturedOf(answer);
}

/** Waits for one Time Exceeded toward the sender, says so before on standard error, and then does what it is told. */
const WATCH = 'tcpdump -n -c 1 --immediate-mode -i to-r2 "$0" && exec "$@"';

const WAYS = {
  4: { destination: '203.0.113.6', over: { r3a: '198.51.100.6', r3b: '198.51.100.10' }, expired: 'icmp[0] = 11' },
  6: {
    destination: '2001:db8:ff::/64',
    over: { r3a: '2001:db8:23a::2', r3b: '2001:db8:23b::2' },
    expired: 'ip6[40] = 3',
  },
} as const;

/** The trace that was captured, whose third hop is r3a at first and then r3b. */
function theMoved({ captured }: Captured<Answer>): TraceResult {
  expect(captured).toHaveLength(1);
  const [trace] = captured;
  if (trace === undefined) throw new Error('there is no trace');
  const third = trace.hops[2]?.probes.map((probe) => ('address' in probe ? network.placeOf(probe.address) : null));
  expect(third?.join(', ')).toMatch(/^(r3a to-r2, )+r3b to-r2(, r3b to-r2)*$/);
  return trace;
}
