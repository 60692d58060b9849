import { type Address, parseAddress } from '@hoplite/codec';
import type { AnsweredProbe, Hop, ProbeResult, TraceResult } from '@hoplite/engine';
import { hopsToTheEnd, isAnswered, isEnd } from '../hops-to-the-end.js';
import { originText } from '../origin-text.js';
import { type FlowOf, standings } from './flows.js';
import type { Layer, NodeKind, PathNode } from './path.js';
import { median } from './rtt.js';

/** The source, who answered at each TTL, and the destination where it was not reached. */
export function layersOf(result: TraceResult, flowOf: FlowOf): readonly Layer[] {
  const lastTtlOf = new Map<Address, number>();
  const layers: Layer[] = [{ firstTtl: 0, lastTtl: 0, nodes: [bare('source', result.source)] }];
  for (const { firstTtl, lastTtl, probes } of stretches(result)) {
    const nodes = nodesOf(probes, result, flowOf).map((node) => ({ ...node, alsoAt: earlier(node, lastTtlOf) }));
    for (const { address } of nodes) if (address !== null) lastTtlOf.set(address, lastTtl);
    layers.push({ firstTtl, lastTtl, nodes });
  }
  if (layers.at(-1)?.nodes.some(({ kind }) => kind === 'destination')) return layers;
  return [...layers, { firstTtl: null, lastTtl: null, nodes: [bare('goal', result.address)] }];
}

function earlier({ address }: PathNode, lastTtlOf: ReadonlyMap<Address, number>): number | null {
  return address === null ? null : (lastTtlOf.get(address) ?? null);
}

/** TTLs that are drawn as one layer. */
interface Stretch {
  readonly firstTtl: number;
  readonly lastTtl: number;
  readonly probes: readonly ProbeResult[];
}

/** So many TTLs in a row without an answer are one layer. */
const LONG = 3;

function stretches(result: TraceResult): readonly Stretch[] {
  const hops = hopsToTheEnd(result);
  const before = (hops[0]?.ttl ?? 1) - 1;
  const unasked = before > 0 ? [{ firstTtl: 1, lastTtl: before, probes: [] }] : [];
  return [
    ...unasked,
    ...runs(hops).flatMap((run) => (run.length < LONG ? run.map((hop) => stretch([hop])) : stretch(run))),
  ];
}

/** Hops in a row of which nothing is to be told apart; one with an answer is alone. */
function runs(hops: readonly Hop[]): readonly (readonly Hop[])[] {
  const found: Hop[][] = [];
  for (const hop of hops) {
    const last = found.at(-1)?.at(-1);
    if (last !== undefined && !isHeard(hop) && !isHeard(last) && isAsked(hop) === isAsked(last))
      found.at(-1)?.push(hop);
    else found.push([hop]);
  }
  return found;
}

function stretch(hops: readonly Hop[]): Stretch {
  const ttls = hops.map(({ ttl }) => ttl);
  return { firstTtl: Math.min(...ttls), lastTtl: Math.max(...ttls), probes: hops.flatMap(({ probes }) => probes) };
}

function isHeard({ probes }: Hop): boolean {
  return probes.some(isAnswered);
}

function isAsked({ probes }: Hop): boolean {
  return probes.length > 0;
}

/** In the order of their addresses, silence last. */
function nodesOf(probes: readonly ProbeResult[], result: TraceResult, flowOf: FlowOf): readonly PathNode[] {
  if (probes.length === 0) return [bare('unasked', null)];
  const found = new Map<Address | null, ProbeResult[]>();
  for (const [probe, address] of standings(probes, flowOf)) {
    const ofAddress = found.get(address);
    if (ofAddress === undefined) found.set(address, [probe]);
    else ofAddress.push(probe);
  }
  return [...found]
    .map(([address, ofNode]) => ({ ...described(address, ofNode, result), sent: probes.length }))
    .sort(byAddress);
}

function byAddress(a: PathNode, b: PathNode): number {
  if (a.address === null || b.address === null) return a.address === null ? 1 : -1;
  const [left, right] = [parseAddress(a.address), parseAddress(b.address)];
  if (left === null || right === null || left.length !== right.length) return a.address < b.address ? -1 : 1;
  const at = left.findIndex((byte, index) => byte !== right[index]);
  return (left[at] ?? 0) - (right[at] ?? 0);
}

function described(address: Address | null, probes: readonly ProbeResult[], result: TraceResult): PathNode {
  const answers = probes.filter(isAnswered);
  const rtts = answers.flatMap(({ status, rtt }) => (status === 'replied' && rtt !== null ? [rtt] : []));
  return {
    ...bare(kindOf(probes, result), address),
    name: answers.find(({ name }) => name !== null)?.name ?? null,
    owner: ownerText(answers[0]),
    probes,
    rtt: median(rtts),
    annotations: [...new Set(answers.flatMap(({ annotation }) => annotation ?? []))],
  };
}

function ownerText(answer: AnsweredProbe | undefined): string {
  const text = answer === undefined ? '' : originText(answer);
  return text === '*' ? '' : text;
}

function kindOf(probes: readonly ProbeResult[], result: TraceResult): NodeKind {
  if (!probes.some(isAnswered)) return 'silence';
  if (!probes.some((probe) => isEnd(probe, result))) return 'router';
  return result.outcome === 'unreachable' ? 'end' : 'destination';
}

function bare(kind: NodeKind, address: Address | null): PathNode {
  return { kind, address, name: null, owner: '', probes: [], sent: 0, rtt: null, annotations: [], alsoAt: null };
}
