import type { ProbeResult, TraceResult } from '@hoplite/engine';
import type { Statement, ToolOutput } from '../support/tools/statement.js';
import type { Network } from './network.js';

/** What a word says of an answer besides who gave it: only what the tool tells as well. */
interface Detail {
  readonly annotation: boolean;
  readonly kind: boolean;
}

/**
 * Where a trace of ours and a tool's word on the same path differ: `3: 198.51.100.6 !N / 198.51.100.6`, a hop each, first
 * ours, then the tool's; `*` where nobody answered, `none` where it was not asked; at last how the two ended. How often
 * somebody answered is no part of it, and routers side by side are one: flows and counts differ from tool to tool.
 */
export function differencesFrom(
  { statements, ended }: ToolOutput,
  trace: TraceResult,
  network: Network,
  { goesOn }: { readonly goesOn: boolean },
): readonly string[] {
  const detail = detailOf(statements);
  const ours = sayings(trace.hops.flatMap(({ ttl, probes }) => probes.map((probe) => ({ ttl, ...answerOf(probe) }))));
  const theirs = sayings(statements);
  const last = Math.max(...ours.keys(), ...(goesOn ? [] : theirs.keys()));
  const hops = Array.from({ length: last }, (_, index) => index + 1).flatMap((ttl) => {
    const [own, their] = [ours, theirs].map((said) => wordsOf(said.get(ttl), detail, network));
    return own === their ? [] : [`${ttl}: ${own} / ${their}`];
  });
  const ending = endingOf(trace);
  return ended === undefined || ended === ending ? hops : [...hops, `end: ${ending} / ${ended}`];
}

type Answer = Pick<Statement, 'address' | 'annotation' | 'kind'>;

function answerOf(probe: ProbeResult): Answer {
  if (!('address' in probe)) return { address: null };
  const { address, annotation, icmp } = probe;
  return { address, annotation, kind: icmp === null ? 'tcp' : `${icmp.type}/${icmp.code}` };
}

function sayings<T extends Answer & { readonly ttl: number }>(all: readonly T[]): ReadonlyMap<number, readonly T[]> {
  const byTtl = new Map<number, T[]>();
  for (const said of all) byTtl.set(said.ttl, [...(byTtl.get(said.ttl) ?? []), said]);
  return byTtl;
}

function detailOf(statements: readonly Statement[]): Detail {
  return {
    annotation: statements.some(({ annotation }) => annotation !== undefined),
    kind: statements.some(({ kind }) => kind !== undefined),
  };
}

function wordsOf(answers: readonly Answer[] | undefined, detail: Detail, network: Network): string {
  if (answers === undefined) return 'none';
  const words = answers.flatMap((answer) => (answer.address === null ? [] : [wordOf(answer, detail, network)]));
  return words.length === 0 ? '*' : [...new Set(words)].sort().join(' ');
}

function wordOf({ address, annotation, kind }: Answer, detail: Detail, network: Network): string {
  const mark = detail.annotation && annotation != null ? ` ${annotation}` : '';
  return `${placed(address ?? '', network)}${mark}${detail.kind ? `(${kind})` : ''}`;
}

/** An address; where routers are side by side, whose names differ in a last letter, that of any of them: `r4 to-r3`. */
function placed(address: string, network: Network): string {
  const place = network.placeOf(address) ?? '';
  const anyOfThem = place.replace(/(r\d+)[a-z]\b/g, '$1');
  return anyOfThem === place ? address : anyOfThem;
}

function endingOf({ outcome }: TraceResult): NonNullable<ToolOutput['ended']> {
  return outcome === 'reached' || outcome === 'unreachable' ? outcome : 'silent';
}
