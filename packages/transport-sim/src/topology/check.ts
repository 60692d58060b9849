import type { Link } from './link.js';
import { TopologyError } from './reader.js';
import type { Change, Topology, Tunnel } from './topology.js';

/** Checks what one place of a topology says of others: that nodes, neighbours and addresses are there. */
export function checkTopology(topology: Topology): void {
  checkLinks(topology);
  checkAddresses(topology);
  for (const name of Object.keys(topology.nodes)) checkNode(topology, name);
  for (const [index, tunnel] of topology.tunnels.entries()) checkTunnel(topology, tunnel, `tunnels[${index}]`);
  for (const [index, change] of topology.changes.entries()) checkChange(topology, change, `changes[${index}]`);
  if (topology.from !== null) needNode(topology, topology.from, 'from');
}

function checkLinks(topology: Topology): void {
  const names = new Set<string>();
  for (const [index, { name, ends }] of topology.links.entries()) {
    const path = `links[${index}]`;
    for (const [which, { node }] of ends.entries()) needNode(topology, node, `${path}.ends[${which}]`);
    if (ends[0].node === ends[1].node) throw new TopologyError(`${path}.ends`, `are both ${quoted(ends[0].node)}`);
    if (names.has(name)) throw new TopologyError(`${path}.name`, `is ${quoted(name)}, which another link is called`);
    names.add(name);
  }
}

function checkAddresses({ nodes, links }: Topology): void {
  const owners = new Map<string, string>();
  const claim = (address: string, node: string, path: string): void => {
    const owner = owners.get(address) ?? node;
    if (owner !== node) throw new TopologyError(path, `has ${address}, which belongs to ${quoted(owner)}`);
    owners.set(address, node);
  };
  for (const [name, { addresses }] of Object.entries(nodes)) {
    for (const address of addresses) claim(address, name, `nodes.${name}.addresses`);
  }
  for (const [index, { ends }] of links.entries()) {
    for (const [which, { node, addresses }] of ends.entries()) {
      for (const address of addresses) claim(address, node, `links[${index}].ends[${which}].addresses`);
    }
  }
}

function checkNode({ nodes, links }: Topology, name: string): void {
  const node = nodes[name];
  const path = `nodes.${name}`;
  for (const [index, { via }] of (node?.routes ?? []).entries()) {
    for (const neighbour of via) needNeighbour(links, name, neighbour, `${path}.routes[${index}].via`);
  }
  for (const neighbour of node?.nat?.inside ?? []) needNeighbour(links, name, neighbour, `${path}.nat.inside`);
}

function checkTunnel({ links }: Topology, { path }: Tunnel, at: string): void {
  if (path.length < 3) throw new TopologyError(`${at}.path`, 'must name three nodes at least');
  for (const [index, name] of path.slice(1).entries()) {
    needNeighbour(links, path[index] as string, name, `${at}.path[${index + 1}]`);
  }
}

function checkChange(topology: Topology, change: Change, path: string): void {
  if ('node' in change) needNode(topology, change.node, `${path}.node`);
  else if (!topology.links.some(({ name }) => name === change.link)) {
    throw new TopologyError(`${path}.link`, `is ${quoted(change.link)}, which no link is called`);
  }
}

function needNode({ nodes }: Topology, name: string, path: string): void {
  if (!Object.hasOwn(nodes, name)) throw new TopologyError(path, `is ${quoted(name)}, which is no node`);
}

function needNeighbour(links: readonly Link[], node: string, neighbour: string, path: string): void {
  const joined = links.some(({ ends: [a, b] }) => {
    return (a.node === node && b.node === neighbour) || (b.node === node && a.node === neighbour);
  });
  if (!joined) {
    throw new TopologyError(path, `has ${quoted(neighbour)}, which no link joins to ${quoted(node)}`);
  }
}

function quoted(name: string): string {
  return JSON.stringify(name);
}
