import type { ProbeResult } from '@hoplite/engine';
import { type FlowOf, type Join, joins, LONE } from './flows.js';
import type { Link, PathNode } from './path.js';

/** The links from the nodes of one layer to those of the next. */
export function linksBetween(near: readonly PathNode[], far: readonly PathNode[], flowOf: FlowOf): readonly Link[] {
  const joined = joins(probesOf(near), probesOf(far), flowOf);
  if (joined.length === 0) return linksToAll(near, far);
  const [nearOf, farOf] = [nodesByProbe(near), nodesByProbe(far)];
  const knows = near.length === 1 && far.length === 1 ? () => true : certainty(joined, nearOf, farOf);
  const links = new Map<PathNode, Map<PathNode, Link>>(near.map((from) => [from, new Map()]));
  for (const join of joined) {
    const [from, to] = [nearOf.get(join.near), farOf.get(join.far)];
    if (from === undefined || to === undefined) continue;
    const { share = 0, guessed = true } = links.get(from)?.get(to) ?? {};
    links.get(from)?.set(to, { from, to, share: share + 1 / joined.length, guessed: guessed && !knows(join) });
  }
  return [...links.values()].flatMap((ofNode) => [...ofNode.values()]);
}

/** In the order of the attempts. */
function probesOf(nodes: readonly PathNode[]): readonly ProbeResult[] {
  return nodes.flatMap(({ probes }) => probes).sort((a, b) => a.attempt - b.attempt);
}

function nodesByProbe(nodes: readonly PathNode[]): ReadonlyMap<ProbeResult, PathNode> {
  return new Map(nodes.flatMap((node) => node.probes.map((probe) => [probe, node] as const)));
}

/** A flow whose probes all came to one node on one side of the gap went from there, or to there. */
function certainty(
  joined: readonly Join[],
  nearOf: ReadonlyMap<ProbeResult, PathNode>,
  farOf: ReadonlyMap<ProbeResult, PathNode>,
): (join: Join) => boolean {
  const sides = new Map<string, { readonly near: Set<unknown>; readonly far: Set<unknown> }>();
  for (const { near, far, flow } of joined) {
    const { near: nears, far: fars } = sides.get(flow) ?? { near: new Set(), far: new Set() };
    sides.set(flow, { near: nears.add(nearOf.get(near)), far: fars.add(farOf.get(far)) });
  }
  return ({ flow }) => {
    const side = sides.get(flow);
    return flow !== LONE && side !== undefined && (side.near.size === 1 || side.far.size === 1);
  };
}

/** Where one of the layers has no probes: it is the source, the destination that was not reached, or was not asked. */
function linksToAll(near: readonly PathNode[], far: readonly PathNode[]): readonly Link[] {
  const guessed =
    !near.some(({ kind }) => kind === 'source') || far.some(({ kind }) => kind === 'unasked' || kind === 'goal');
  return near.flatMap((from) => far.map((to) => ({ from, to, share: partOf(from, near) * partOf(to, far), guessed })));
}

function partOf({ probes }: PathNode, layer: readonly PathNode[]): number {
  const all = layer.reduce((sum, node) => sum + node.probes.length, 0);
  return all === 0 ? 1 / layer.length : probes.length / all;
}
