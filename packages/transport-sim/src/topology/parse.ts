import { checkTopology } from './check.js';
import type { Link, LinkEnd, LinkProperties } from './link.js';
import { isObject, node } from './read-node.js';
import {
  address,
  fields,
  flag,
  list,
  milliseconds,
  number,
  or,
  prefix,
  type Reader,
  record,
  some,
  TopologyError,
  text,
  whole,
  word,
} from './reader.js';
import type { Change, Topology, TopologyInit, Tunnel } from './topology.js';

/**
 * Reads a topology and fills in what is left out. Throws `TopologyError`, which names the place in the document, what is
 * wrong there and what may stand there.
 */
export function parseTopology(value: TopologyInit | unknown): Topology {
  const topology = read(value, '');
  checkTopology(topology);
  for (const [index, change] of topology.changes.entries()) checkChanged(topology, change, `changes[${index}]`);
  return topology;
}

/** The topology as it is after these changes, in their order. */
export function changed(topology: Topology, changes: readonly Change[]): Topology {
  const { nodes, links } = topology;
  const patchedNodes: Record<string, unknown> = { ...nodes };
  const patchedLinks: object[] = [...links];
  for (const change of changes) {
    if ('node' in change) patchedNodes[change.node] = patchedNode(patchedNodes[change.node], change.set);
    else {
      const index = links.findIndex(({ name }) => name === change.link);
      patchedLinks[index] = { ...patchedLinks[index], ...change.set };
    }
  }
  return parseTopology({ ...topology, nodes: patchedNodes, links: patchedLinks, changes: [] });
}

/** What is set of the node, over what it was: of a group of habits, too, what nothing is said of stays. */
function patchedNode(before: unknown, set: object): object {
  const was = { ...membersOf(before) };
  const said = { ...was, ...set } as { [key: string]: unknown };
  const { errors } = said;
  if (typeof errors === 'boolean') said.errors = { timeExceeded: errors, unreachable: errors };
  const quote = over(membersOf(was.errors).quote, membersOf(said.errors).quote);
  for (const group of ['errors', 'services', 'tos']) said[group] = over(was[group], said[group]);
  if (isObject(said.errors) && quote !== undefined) said.errors = { ...said.errors, quote };
  return said;
}

function over(before: unknown, said: unknown): unknown {
  if (said === undefined) return before;
  return isObject(said) ? { ...membersOf(before), ...said } : said;
}

function membersOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

/** Each change by itself must leave a topology. */
function checkChanged(topology: Topology, change: Change, path: string): void {
  try {
    changed(topology, [change]);
  } catch (error) {
    if (error instanceof TopologyError) throw new TopologyError(`${path}: then ${error.path}`, error.fault);
    throw error;
  }
}

const chance = number(0, 1);

const properties: { readonly [K in keyof LinkProperties]: Reader<LinkProperties[K]> } = {
  up: flag,
  cost: number(0, 1e6),
  latency: milliseconds,
  jitter: milliseconds,
  loss: chance,
  duplication: chance,
  reordering: chance,
  reorderingDelay: milliseconds,
  corruption: chance,
  mtu: whole(68, 65535),
};

const end: Reader<LinkEnd> = (value, path) => {
  if (typeof value === 'string') return { node: value, addresses: [] };
  return fields<LinkEnd>({ node: text, addresses: or(list(address), []) })(value, path);
};

const ends: Reader<readonly [LinkEnd, LinkEnd]> = (value, path) => {
  const [first, second, ...more] = list(end)(value, path);
  if (first === undefined || second === undefined || more.length > 0) {
    throw new TopologyError(path, 'must name two nodes');
  }
  return [first, second];
};

const link: Reader<Link> = (value, path) => {
  const read = fields<Omit<Link, 'name'> & { readonly name: string | null }>({
    name: or(text, null),
    ends,
    reverse: or(some<LinkProperties>(properties), {}),
    up: or(flag, true),
    cost: or(properties.cost, 1),
    latency: or(milliseconds, 1),
    jitter: or(milliseconds, 0),
    loss: or(chance, 0),
    duplication: or(chance, 0),
    reordering: or(chance, 0),
    reorderingDelay: or(milliseconds, 10),
    corruption: or(chance, 0),
    mtu: or(properties.mtu, 1500),
  })(value, path);
  return { ...read, name: read.name ?? `${read.ends[0].node}-${read.ends[1].node}` };
};

const FIRST_LABEL = 16001;

const tunnel: Reader<Tunnel> = (value, path) => {
  const label = whole(0, 0xfffff);
  const read = fields<Tunnel>({
    path: list(text),
    mode: or(word('uniform', 'pipe'), 'uniform'),
    pop: or(word('penultimate', 'ultimate'), 'penultimate'),
    labels: or(list(label), []),
    inner: or(list(label), []),
    trafficClass: or(whole(0, 7), 0),
    quoted: or(flag, true),
    errors: or(word('direct', 'through-end'), 'direct'),
    to: or(list(prefix), null),
  })(value, path);
  const labels = read.path.slice(1).map((_, index) => read.labels[index] ?? FIRST_LABEL + index);
  return { ...read, labels };
};

/** What is set is read when it is put into its place. */
const anything: Reader<object> = (value, path) => {
  if (typeof value === 'object' && value !== null) return value;
  throw new TopologyError(path, 'must be an object');
};

const change: Reader<Change> = (value, path) => {
  const at = number(0, 1e12);
  if (typeof value === 'object' && value !== null && 'link' in value) {
    return fields<{ at: number; link: string; set: Partial<LinkProperties> }>({
      at,
      link: text,
      set: some<LinkProperties>(properties),
    })(value, path);
  }
  return fields<{ at: number; node: string; set: object }>({ at, node: text, set: anything })(value, path);
};

const addresses: Reader<readonly string[]> = (value, path) =>
  typeof value === 'string' ? [address(value, path)] : list(address)(value, path);

const document = fields<Topology & { readonly $schema: string | null }>({
  $schema: or(text, null),
  from: or(text, null),
  nodes: record(node),
  links: list(link),
  tunnels: or(list(tunnel), []),
  changes: or(list(change), []),
  names: or(record(addresses), {}),
});

const read: Reader<Topology> = (value, path) => {
  const { $schema: _, ...topology } = document(value, path);
  return topology;
};
