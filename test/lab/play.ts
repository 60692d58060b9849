import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TraceResult } from '@hoplite/engine';
import { hoplite } from '../support/hoplite.js';
import { askTool, askUs, type OurAnswer, type ToolAnswer } from './ask.js';
import { startCapture } from './capture.js';
import { CARRIERS } from './carriers.js';
import type { Network } from './network.js';
import { familyOf, type Question } from './question.js';
import { oraclesOf } from './tools.js';

/** All that was said in answer to a question. */
export interface Played {
  readonly tools: readonly Captured<ToolAnswer>[];
  readonly ours: readonly Captured<OurAnswer>[];
}

/** An answer and what `hoplite read` finds of its packets in a capture. */
export type Captured<T> = T & { readonly captured: readonly TraceResult[] };

/** Asks everybody: several at a time, and then, one after the other, those who must be alone. */
export async function play(question: Question, network: Network): Promise<Played> {
  const oracles = oraclesOf(question);
  const askTools = (alone: boolean, atOnce: number) => {
    const asked = oracles.filter((oracle) => oracle.alone === alone);
    const all = asked.flatMap((oracle) => question.targets.map((target) => ({ oracle, target })));
    return inTurns(all, atOnce, ({ oracle, target }) => askTool(oracle, target, question, network));
  };
  let tools: readonly ToolAnswer[] = [];
  let ours: readonly OurAnswer[] = [];
  const capturedOf = await capturing(question, network, async () => {
    [tools, ours] = await Promise.all([askTools(false, AT_ONCE), askAllOfUs(question, network)]);
    tools = [...tools, ...(await askTools(true, 1))];
  });
  return { tools: tools.map(capturedOf), ours: ours.map(capturedOf) };
}

/** Captures, where it is asked from, for as long as `ask` runs. Tells what was captured of an answer. */
export async function capturing(
  { from, device }: Question,
  network: Network,
  ask: () => Promise<void>,
): Promise<<T extends ToolAnswer | OurAnswer>(answer: T) => Captured<T>> {
  const folder = await mkdtemp(join(tmpdir(), 'hoplite-lab-'));
  try {
    const capture = await startCapture(network, from, device, join(folder, 'all.pcap'));
    await ask();
    await capture.stop();
    const all: readonly TraceResult[] = JSON.parse(await hoplite('read', '-n', '--format', 'json', capture.file));
    return (answer) => ({ ...answer, captured: all.filter((trace) => isOf(trace, answer, network)) });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function isOf({ source, address }: TraceResult, answer: ToolAnswer | OurAnswer, { targets }: Network): boolean {
  return source === answer.source && address === targets.get(answer.target);
}

/** How many processes of each kind run at once. */
const AT_ONCE = 4;

async function askAllOfUs(question: Question, network: Network): Promise<readonly OurAnswer[]> {
  const { methods, targets } = question;
  const families = [4, 6].map((family) => targets.filter((target) => familyOf(target) === family));
  const runs = CARRIERS.flatMap((carrier) =>
    methods.flatMap((method) => families.map((ofFamily) => ({ carrier, method, ofFamily }))),
  ).filter(({ ofFamily }) => ofFamily.length > 0);
  const answers = await inTurns(runs, AT_ONCE, ({ carrier, method, ofFamily }) =>
    askUs(carrier, method, ofFamily, question, network),
  );
  return answers.flat();
}

async function inTurns<T, R>(all: readonly T[], atOnce: number, run: (each: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  const left = [...all.entries()];
  const turn = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) results[next[0]] = await run(next[1]);
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
  return results;
}
