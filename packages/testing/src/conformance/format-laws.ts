import type { TraceResult } from '@hoplite/engine';
import fc from 'fast-check';
import { traceResult } from '../arbitraries/trace-result.js';
import { check } from '../laws/check.js';
import type { FormatFixture } from './format-fixture.js';
import type { Law } from './law.js';

/**
 * What every output format must do, sentence by sentence, with results that most traces never give: one test for each.
 *
 *     for (const { name, check } of formatLaws(fixture)) test(name, check);
 */
export function formatLaws(fixture: FormatFixture): readonly Law[] {
  const { read } = fixture;
  const law = (name: string, check: () => Promise<void>): Law => ({ name, check });
  return [
    law('it takes every result that its type allows', () => everyResultIsTaken(fixture)),
    law('a document without a trace is one too', () => noTraceIsADocument(fixture)),
    law('of what others chose nothing reaches a terminal as an order', () => terminalsAreSafe(fixture)),
    law('of the same results comes the same text, whatever is written meanwhile', () => documentsAreApart(fixture)),
    law('it leaves the results as they were', () => resultsAreLeft(fixture)),
    ...(read === undefined
      ? []
      : [law('its reader takes what it writes, whatever others chose', () => readersTakeIt(fixture, read))]),
  ];
}

async function everyResultIsTaken(fixture: FormatFixture): Promise<void> {
  await forResults((results) => {
    const text = write(fixture, results);
    check(typeof text === 'string', () => `it wrote ${fc.stringify(text)}, which is no text`);
  });
}

async function noTraceIsADocument({ begin, read }: FormatFixture): Promise<void> {
  const text = begin().end();
  check(typeof text === 'string', () => `it wrote ${fc.stringify(text)}, which is no text`);
  await read?.(text);
}

/** All but line feeds, carriage returns before these, and tabs: C0, DEL, C1, separators, marks that reorder, half a pair. */
const ORDERS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\r(?!\n)|\p{Surrogate}/u;

async function terminalsAreSafe(fixture: FormatFixture): Promise<void> {
  await forWritten(fixture, (text) => {
    const found = ORDERS.exec(text);
    check(found === null, () => `${JSON.stringify(found?.[0])} is in what it wrote: ${JSON.stringify(text)}`);
  });
}

async function documentsAreApart(fixture: FormatFixture): Promise<void> {
  await forWritten(fixture, (text, results) => {
    const [one, other] = [fixture.begin(), fixture.begin()];
    let again = '';
    for (const [index, result] of results.entries()) {
      other.trace(result, index + 9);
      again += one.trace(result, index + 1);
    }
    other.end();
    again += one.end();
    check(again === text, () => `it wrote ${JSON.stringify(text)}, then of the same ${JSON.stringify(again)}`);
  });
}

async function resultsAreLeft(fixture: FormatFixture): Promise<void> {
  await forResults((results) => {
    const before = fc.stringify(results);
    attempt(fixture, results);
    const after = fc.stringify(results);
    check(before === after, () => `a result was ${before}, and is ${after}`);
  });
}

async function readersTakeIt(fixture: FormatFixture, read: (text: string) => unknown): Promise<void> {
  await forWritten(fixture, read);
}

/** What it writes of any results, where it writes at all: that it does is a law of its own. */
async function forWritten(
  fixture: FormatFixture,
  holds: (text: string, results: readonly TraceResult[]) => unknown,
): Promise<void> {
  await forResults(async (results) => {
    const text = attempt(fixture, results);
    if (text !== null) await holds(text, results);
  });
}

async function forResults(holds: (results: readonly TraceResult[]) => unknown): Promise<void> {
  const results = fc.array(traceResult(), { minLength: 1, maxLength: 3 });
  const property = fc.asyncProperty(results, async (drawn) => {
    await holds(drawn);
  });
  await fc.assert(property, { numRuns: 60 });
}

function write({ begin }: FormatFixture, results: readonly TraceResult[]): string {
  const document = begin();
  return results.map((result, index) => document.trace(result, index + 1)).join('') + document.end();
}

function attempt(fixture: FormatFixture, results: readonly TraceResult[]): string | null {
  try {
    return write(fixture, results);
  } catch {
    return null;
  }
}
