import type { Layer, Link, PathGraph, PathNode } from './path.js';

/**
 * Where all of a path lies, in pixels: a line for each node, top to bottom, the layers one below the other. The nodes of a
 * layer stand side by side in lanes and, each beside its own line of text, one a little lower than the other: so that text
 * of any length has room, and a link runs down its lane without meeting another node.
 */
export interface Layout {
  /** What is laid out. */
  readonly graph: PathGraph;
  /** A row for each node, from top to bottom. */
  readonly rows: readonly Row[];
  /** Of all lanes together; the text beside them is none of it. */
  readonly width: number;
  /** Of all rows and the gaps between layers. */
  readonly height: number;
}

/** A node in its place, in pixels of the picture. */
export interface Row {
  /** Whose place it is. */
  readonly node: PathNode;
  /** The layer that the node is of. */
  readonly layer: Layer;
  /** Whether it is the first of its layer: beside it stands the TTL. */
  readonly isFirst: boolean;
  /** The middle of the node, from the left edge of the lanes. */
  readonly x: number;
  /** The middle of the node, from the top of the picture. */
  readonly y: number;
  /** Of the row, whose middle is `y`. */
  readonly height: number;
  /** Of the node. */
  readonly radius: number;
  /** Whether it has a second line of text. */
  readonly isTall: boolean;
  /** Where the first row of the layer begins: links turn above it. */
  readonly top: number;
  /** Where the last row of the layer ends: links turn below it. */
  readonly bottom: number;
}

/** Gives every node of a path its place: layers from top to bottom, the nodes of a layer in rows and lanes. */
export function layOut(graph: PathGraph): Layout {
  const lanes = lanesOf(graph);
  const width = Math.max(0, ...[...lanes.values()].map(Math.abs)) * 2 + 2 * MARGIN;
  const rows: Row[] = [];
  let bottom = 0;
  for (const [index, layer] of graph.layers.entries()) {
    const top = bottom + (index === 0 ? 0 : gapAbove(layer, graph.links, lanes));
    const nodes = [...layer.nodes].sort((a, b) => (lanes.get(a) ?? 0) - (lanes.get(b) ?? 0));
    const height = heightOf(layer);
    bottom = top + nodes.length * height;
    for (const [line, node] of nodes.entries()) {
      const x = width / 2 + (lanes.get(node) ?? 0);
      const y = top + (line + 0.5) * height;
      const radius = Math.max(3, Math.min(8, 0.6 * pitch(nodes.length)));
      rows.push({ node, layer, isFirst: line === 0, x, y, height, radius, isTall: height === TALL, top, bottom });
    }
  }
  return { graph, rows, width, height: bottom };
}

/** Room beside the outermost lanes. */
const MARGIN = 16;
const TALL = 42;
const LOW = 26;
/** From so many alternatives on, they have a line of text each, whatever they are called. */
const MANY = 5;

function heightOf({ nodes }: Layer): number {
  if (nodes.some(({ kind }) => kind === 'source' || kind === 'goal')) return TALL;
  return nodes.length < MANY &&
    nodes.some(({ name, owner, alsoAt }) => name !== null || owner !== '' || alsoAt !== null)
    ? TALL
    : LOW;
}

/** Left and right of the middle: each layer in the order of those whom its nodes are joined to above. */
function lanesOf({ layers, links }: PathGraph): ReadonlyMap<PathNode, number> {
  const lanes = new Map<PathNode, number>();
  const above = linksTo(links);
  for (const { nodes } of layers) {
    const placed = nodes
      .map((node) => ({ node, at: meanLane(above.get(node) ?? [], lanes) }))
      .sort((a, b) => a.at - b.at);
    for (const [index, { node }] of placed.entries()) {
      lanes.set(node, (index - (placed.length - 1) / 2) * pitch(placed.length));
    }
  }
  return lanes;
}

function linksTo(links: readonly Link[]): ReadonlyMap<PathNode, readonly Link[]> {
  const found = new Map<PathNode, Link[]>();
  for (const link of links) {
    const known = found.get(link.to);
    if (known === undefined) found.set(link.to, [link]);
    else known.push(link);
  }
  return found;
}

function meanLane(links: readonly Link[], lanes: ReadonlyMap<PathNode, number>): number {
  const total = links.reduce((sum, { share }) => sum + share, 0);
  return total === 0 ? 0 : links.reduce((sum, { from, share }) => sum + (lanes.get(from) ?? 0) * share, 0) / total;
}

/** From lane to lane: the narrower the more there are, so that sixteen ways have room on a phone. */
function pitch(lanes: number): number {
  return Math.max(4, Math.min(30, 120 / (lanes - 1 || 1)));
}

/** The farther links go to the side, the more room they have to turn. */
function gapAbove({ nodes }: Layer, links: readonly Link[], lanes: ReadonlyMap<PathNode, number>): number {
  const lane = (node: PathNode) => lanes.get(node) ?? 0;
  const aside = links.filter(({ to }) => nodes.includes(to)).map(({ from, to }) => Math.abs(lane(from) - lane(to)));
  return Math.min(64, 14 + 0.5 * Math.max(0, ...aside));
}
