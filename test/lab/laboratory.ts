import type { TraceResult } from '@hoplite/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compareStatements } from '../support/tools/compare.js';
import { differencesFromCapture } from './agreement.js';
import type { OurAnswer, ToolAnswer } from './ask.js';
import { CARRIERS, type Carrier } from './carriers.js';
import { toolDiffers, toolErrs, weErr } from './known-differences.js';
import { type Network, type NetworkKind, openNetwork } from './network.js';
import { type Captured, type Played, play } from './play.js';
import { protocolOf, QUESTIONS, type Question } from './question.js';
import { type Oracle, oraclesOf } from './tools.js';
import { differencesFrom } from './view.js';

/** Builds a network and holds all that is said of it against each other. */
export function describeNetwork(kind: NetworkKind): void {
  describe(`in the network ${kind}`, () => {
    let network: Network;
    beforeAll(async () => {
      network = await openNetwork(kind);
    });
    afterAll(() => network?.[Symbol.asyncDispose]());

    for (const question of QUESTIONS.filter((each) => each.network === kind)) {
      describe(`${question.about},`, () => judge(question, () => network));
    }
  });
}

function judge(question: Question, network: () => Network): void {
  let played: Played;
  beforeAll(async () => {
    played = await play(question, network());
  });

  describe.each(oraclesOf(question))('what $name says', (oracle) => {
    test.each(question.targets)('of %s is in the capture, probe by probe', (target) => {
      const run = toolRun(played, oracle, target);
      const { differences } = compareStatements(run.output().statements, theOne(run.captured), 0, new Set());
      if (toolErrs(question, oracle, target) === undefined) expect(differences).toEqual([]);
      else expect(differences).not.toEqual([]);
    });
  });

  describe.each(CARRIERS)('$name', (carrier) => {
    describe.each(question.methods)('by %s', (method) => {
      const runOf = (target: string) => ourRun(played, carrier, method, target);

      test.each(question.targets)('says of %s what is in the capture, probe by probe', (target) => {
        const run = runOf(target);
        if (!carrier.renewsFlows?.test(method)) theOne(run.captured);
        const differences = differencesFromCapture(run.live(), run.captured, carrier);
        if (weErr({ question, target, carrier, method }) === undefined) expect(differences).toEqual([]);
        else expect(differences).not.toEqual([]);
      });

      test.each(question.targets)('says of %s, hop by hop, what the others say', (target) => {
        const run = runOf(target);
        const judges = oraclesOf(question).filter(({ protocol }) => protocol === protocolOf(method));
        expect(judges.length).toBeGreaterThan(0);
        for (const oracle of judges) {
          const said = differencesFrom(toolRun(played, oracle, target).output(), run.live(), network(), oracle);
          const differences = said.map((difference) => `${oracle.name} ${difference}`);
          if (toolDiffers({ question, oracle, target, carrier, method }) === undefined) expect(differences).toEqual([]);
          else expect(differences).not.toEqual([]);
        }
      });
    });
  });
}

function toolRun({ tools }: Played, oracle: Oracle, target: string): Captured<ToolAnswer> {
  return found(tools.find((each) => each.oracle === oracle && each.target === target));
}

function ourRun({ ours }: Played, carrier: Carrier, method: OurAnswer['method'], target: string): Captured<OurAnswer> {
  return found(ours.find((each) => each.carrier === carrier && each.method === method && each.target === target));
}

function found<T>(run: T | undefined): T {
  if (run === undefined) throw new Error('it did not run');
  return run;
}

/** A run leaves one trace in a capture, whatever else was captured. */
function theOne(captured: readonly TraceResult[]): TraceResult {
  expect(captured).toHaveLength(1);
  return found(captured[0]);
}
