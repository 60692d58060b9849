import { type Statement, statementsOf, type ToolOutput } from './statement.js';

type Answer = Omit<Statement, 'ttl' | 'probe'>;

/**
 * Reads what all descendants of the first traceroute print: a line a hop, in it an address wherever it changes, then an
 * RTT or a star a probe. Several lines of one hop continue it (Net::Traceroute::PurePerl).
 */
export function readHopLines(text: string): ToolOutput {
  const hops = new Map<number, Answer[]>();
  for (const line of text.split('\n')) {
    const [, ttl, rest = ''] = /^ *(\d+) +(.*)$/.exec(line) ?? [];
    if (ttl === undefined) continue;
    const answers = hops.get(Number(ttl)) ?? [];
    answers.push(...readAnswers(rest));
    hops.set(Number(ttl), answers);
  }
  const [, size = null] = /, (\d+) byte packets/.exec(text) ?? [];
  return { size: size === null ? null : Number(size), statements: statementsOf(hops) };
}

/** `198.51.100.10  0.337 ms  0.315 ms 198.51.100.6  0.287 ms !X *`; `[open]` is skipped. */
function readAnswers(line: string): readonly Answer[] {
  const answers: Answer[] = [];
  let address: string | null = null;
  for (const [, star, rtt, mark = null, name] of line.matchAll(ANSWER)) {
    if (star !== undefined) answers.push({ address: null, rtt: null });
    else if (rtt !== undefined) answers.push({ address, rtt: Number(rtt), annotation: mark });
    else if (name !== undefined) address = name;
  }
  return answers;
}

const ANSWER = /(\*)|([\d.]+) ?ms(?: (!\S+))?|([\da-f]+[.:][\da-f.:]+)(?= |$)/g;

/** tracepath asks a silent hop three times before it says so. */
const TRACEPATH_TRIES = 3;

/** Reads ` 3:  198.51.100.6      0.020ms`: a line an answer, several lines where a hop was asked again. */
export function readTracepath(text: string): ToolOutput {
  const hops = new Map<number, Answer[]>();
  for (const line of text.split('\n')) {
    const [, ttl, address, rtt] = /^ *(\d+): +(?:no reply|([\da-f.:]+) +([\d.]+)ms)/.exec(line) ?? [];
    if (ttl === undefined) continue;
    const answers = hops.get(Number(ttl)) ?? [];
    if (address === undefined) answers.push(...Array(TRACEPATH_TRIES).fill({ address: null, rtt: null }));
    else answers.push({ address, rtt: Number(rtt) });
    hops.set(Number(ttl), answers);
  }
  return { size: null, statements: statementsOf(hops) };
}
