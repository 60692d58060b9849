import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from '@hoplite/codec';
import type { Method, TraceResult } from '@hoplite/engine';
import { hoplite } from '../support/hoplite.js';
import type { ToolOutput } from '../support/tools/statement.js';
import { startCapture } from './capture.js';
import { CARRIERS, type Carrier, traceCommand } from './carriers.js';
import type { Network } from './network.js';
import { type Ran, runIn } from './process.js';
import { ALL_METHODS, familyOf, type Question } from './question.js';
import { ORACLES, type Oracle, oraclesOf } from './tools.js';

/** All that was said in answer to a question. */
export interface Played {
  readonly tools: readonly ToolRun[];
  readonly ours: readonly OurRun[];
}

export interface ToolRun {
  readonly oracle: Oracle;
  readonly target: string;
  /** Throws where the tool failed. */
  readonly output: () => ToolOutput;
  /** What `hoplite read` finds of this run in the capture. */
  readonly captured: readonly TraceResult[];
}

export interface OurRun {
  readonly carrier: Carrier;
  readonly method: Method;
  readonly target: string;
  /** Throws where the command failed. */
  readonly live: () => TraceResult;
  readonly captured: readonly TraceResult[];
}

/** Asks everybody, several at a time. A run is found again in the one capture of them all by a source of its own. */
export async function play(question: Question, network: Network): Promise<Played> {
  const folder = await mkdtemp(join(tmpdir(), 'hoplite-lab-'));
  try {
    const file = join(folder, 'all.pcap');
    const capture = await startCapture(network, question.from, question.device, file);
    const others = toolRuns(question);
    const ask = (run: ToolPlan) => runTool(run, question, network);
    const [ours, sociable, alone] = await Promise.all([
      inTurns(ourRuns(question), 4, (run) => runOurs(run, question, network)),
      inTurns(
        others.filter(({ oracle }) => !oracle.alone),
        4,
        ask,
      ),
      inTurns(
        others.filter(({ oracle }) => oracle.alone),
        1,
        ask,
      ),
    ]);
    await capture.stop();
    const found: readonly TraceResult[] = JSON.parse(await hoplite('read', '-n', '--format', 'json', file));
    const withCaptured = <T extends { readonly source: Address; readonly target: string }>(run: T) => ({
      ...run,
      captured: found.filter(
        ({ source, address }) => source === run.source && address === network.targets.get(run.target),
      ),
    });
    return { tools: [...sociable, ...alone].map(withCaptured), ours: ours.flat().map(withCaptured) };
  } finally {
    await rm(folder, { recursive: true });
  }
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

/** The first of the further addresses of a tracing node (crowd, in namespaces.sh). */
const FIRST_SOURCE = 64;

/** Each way of asking has a source of its own. */
function sourceOf({ sources }: Question, asker: number, target: string): Address {
  return `${sources[familyOf(target)]}${FIRST_SOURCE + asker}`;
}

interface OurPlan {
  readonly carrier: Carrier;
  readonly method: Method;
  readonly targets: readonly string[];
}

/** One process for all targets of a family. */
function ourRuns({ methods, targets }: Question): readonly OurPlan[] {
  const families = [4, 6].map((family) => targets.filter((target) => familyOf(target) === family));
  return CARRIERS.flatMap((carrier) =>
    methods.flatMap((method) =>
      families.filter(({ length }) => length > 0).map((targets) => ({ carrier, method, targets })),
    ),
  );
}

async function runOurs({ carrier, method, targets }: OurPlan, question: Question, network: Network) {
  const asker = ORACLES.length + CARRIERS.indexOf(carrier) * ALL_METHODS.length + ALL_METHODS.indexOf(method);
  const source = sourceOf(question, asker, targets[0] ?? '');
  const addresses = targets.map((target) => addressOf(target, network));
  const command = traceCommand(carrier, method, question, source, addresses);
  const ran = await runIn(network, question.from, command, carrier.user);
  return targets.map((target, index) => ({
    carrier,
    method,
    target,
    source,
    live: () => readResult(ran, command, index),
  }));
}

function readResult(ran: Ran, command: readonly string[], index: number): TraceResult {
  if (ran.status !== 0) throw new Error(`${command.join(' ')}: ${ran.status} ${ran.stderr}`);
  const results: readonly TraceResult[] = JSON.parse(ran.stdout);
  const result = results[index];
  if (result === undefined) throw new Error(`there is no result ${index}: ${ran.stdout}`);
  return result;
}

interface ToolPlan {
  readonly oracle: Oracle;
  readonly target: string;
}

function toolRuns(question: Question): readonly ToolPlan[] {
  return oraclesOf(question).flatMap((oracle) => question.targets.map((target) => ({ oracle, target })));
}

async function runTool({ oracle, target }: ToolPlan, question: Question, network: Network) {
  const source = sourceOf(question, ORACLES.indexOf(oracle), target);
  const command = oracle.command(question, source, addressOf(target, network));
  const { stdout, stderr, status } = await runIn(network, question.from, command);
  const output = () => {
    // Some say by their status that the target was not reached.
    if (status === null || stdout === '') throw new Error(`${command.join(' ')}: ${status} ${stderr}`);
    return oracle.read(stdout);
  };
  return { oracle, target, source, output };
}

function addressOf(target: string, { targets }: Network): Address {
  const address = targets.get(target);
  if (address === undefined) throw new Error(`the network has no ${target}`);
  return address;
}
