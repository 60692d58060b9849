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
  queries: 4,
  parallel: 1,
  interval: 150,
};

let network: Network;
beforeAll(async () => {
  network = await openNetwork('diamonds');
});
afterAll(() => network?.[Symbol.asyncDispose]());

describe.each(['moved', 'moved6'])(
  'a trace to %s, whose third hop changes in the middle of it, shows both and is what was captured,',
  (target) => {
    test.each(ORACLES.filter(({ name }) => /^(traceroute|mtr|scamper -P icmp-paris)$/.test(name)))(
      'by $name',
      async (oracle) => {
        const run = await whileItMoves(target, () => askTool(oracle, target, QUESTION, network));
        const captured = theMoved(run);
        expect(compareStatements(run.output().statements, captured, 0, new Set()).differences).toEqual([]);
      },
    );

    test.each(
      CARRIERS.flatMap((carrier) => (['udp', 'icmp'] as const).map((method) => ({ ...carrier, carrier, method }))),
    )('by $name, $method', async ({ carrier, method }) => {
      const run = await whileItMoves(target, async () => {
        const [answer] = await askUs(carrier, method, [target], QUESTION, network);
        if (answer === undefined) throw new Error('no answer');
        return answer;
      });
      expect(differencesFromCapture(run.live(), theMoved(run), carrier)).toEqual([]);
    });
  },
);

type Answer = ToolAnswer | OurAnswer;

/** Asks, captures, and changes the way when r3a has answered the asker. */
async function whileItMoves<T extends Answer>(target: string, ask: () => Promise<T>): Promise<Captured<T>> {
  await leadOver('r3a', target);
  let answer: T | undefined;
  const capturedOf = await capturing(QUESTION, network, async () => {
    const answered = startIn(network, 'r3a', [...TCPDUMP, familyOf(target) === 4 ? 'icmp[0] = 11' : 'ip6[40] = 3']);
    const closed = once(answered, 'close');
    if (answered.stderr !== null) await once(answered.stderr, 'data');
    const changed = closed.then(() => leadOver('r3b', target));
    answer = await ask();
    await changed;
  });
  if (answer === undefined) throw new Error('nobody answered');
  return capturedOf(answer);
}

/** Ends after the first packet. */
const TCPDUMP = 'tcpdump -n -c 1 --immediate-mode -i to-r2'.split(' ');

async function leadOver(router: 'r3a' | 'r3b', target: string): Promise<void> {
  const [destination, via] = WAYS[familyOf(target)][router];
  const { status, stderr } = await runIn(network, 'r2', ['ip', 'route', 'replace', destination, 'via', via]);
  if (status !== 0) throw new Error(stderr);
}

const WAYS = {
  4: { r3a: ['203.0.113.6', '198.51.100.6'], r3b: ['203.0.113.6', '198.51.100.10'] },
  6: { r3a: ['2001:db8:ff::/64', '2001:db8:23a::2'], r3b: ['2001:db8:ff::/64', '2001:db8:23b::2'] },
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
