import type { Address } from '@hoplite/codec';
import type { Method, TraceResult } from '@hoplite/engine';
import type { ToolOutput } from '../support/tools/statement.js';
import { CARRIERS, type Carrier, traceCommand } from './carriers.js';
import type { Network } from './network.js';
import { type Ran, runIn } from './process.js';
import { ALL_METHODS, familyOf, type Question } from './question.js';
import { ORACLES, type Oracle } from './tools.js';

/** What a tool said of a target. */
export interface ToolAnswer {
  readonly oracle: Oracle;
  readonly target: string;
  /** Whence it asked. */
  readonly source: Address;
  /** Throws where the tool failed. */
  readonly output: () => ToolOutput;
}

/** What we said of a target. */
export interface OurAnswer {
  readonly carrier: Carrier;
  readonly method: Method;
  readonly target: string;
  readonly source: Address;
  /** Throws where the command failed. */
  readonly live: () => TraceResult;
}

export async function askTool(
  oracle: Oracle,
  target: string,
  question: Question,
  network: Network,
): Promise<ToolAnswer> {
  const source = sourceOf(question, ORACLES.indexOf(oracle), target);
  const address = addressOf(target, network);
  const command = oracle.command(question, source, address);
  const saidAll = (stdout: string) => oracle.hasSaidAll?.(stdout, question, address) ?? false;
  const { stdout, stderr, status } = await runIn(network, question.from, command, 'root', saidAll);
  const output = () => {
    // Some say by their status that the target was not reached.
    if ((status === null && !saidAll(stdout)) || stdout === '')
      throw new Error(`${command.join(' ')}: ${status} ${stderr}`);
    return oracle.read(stdout);
  };
  return { oracle, target, source, output };
}

/** One process traces all targets, which are of one family. */
export async function askUs(
  carrier: Carrier,
  method: Method,
  targets: readonly string[],
  question: Question,
  network: Network,
): Promise<readonly OurAnswer[]> {
  const asker = ORACLES.length + CARRIERS.indexOf(carrier) * ALL_METHODS.length + ALL_METHODS.indexOf(method);
  const source = sourceOf(question, asker, targets[0] ?? '');
  const addresses = targets.map((target) => addressOf(target, network));
  const command = traceCommand(carrier, method, question, source, addresses);
  const ran = await runIn(network, question.from, command, carrier.user);
  return targets.map((target, index) => {
    return { carrier, method, target, source, live: () => readResult(ran, command, index) };
  });
}

/** Of several targets an array is printed. */
function readResult({ stdout, stderr, status }: Ran, command: readonly string[], index: number): TraceResult {
  const results: readonly TraceResult[] = stdout === '' ? [] : [JSON.parse(stdout)].flat();
  const result = results[index];
  if (result === undefined) throw new Error(`${command.join(' ')}: ${status} ${stderr}`);
  return result;
}

/** The first of the further addresses of a tracing node (crowd, in namespaces.sh). */
const FIRST_SOURCE = 64;

/** Each way of asking has a source of its own: it is known by it in a capture, and rate limits count it apart. */
function sourceOf({ sources }: Question, asker: number, target: string): Address {
  return `${sources[familyOf(target)]}${FIRST_SOURCE + asker}`;
}

function addressOf(target: string, { targets }: Network): Address {
  const address = targets.get(target);
  if (address === undefined) throw new Error(`the network has no ${target}`);
  return address;
}
