import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { line } from '../line.fixture.js';
import type { NodeInit } from './node.js';
import { parseTopology } from './parse.js';
import { TopologyError } from './reader.js';

const read = (path: string) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const conforms = new Ajv2020({ allowUnionTypes: true }).compile(read('../../schema/topology.schema.json'));
const internet = read('../../../../samples/internet.json');

const withNode = (r1: object) => ({ ...line(), nodes: { ...line().nodes, r1 } });
const withLink = (link: object) => ({ nodes: { a: {}, b: {} }, links: [{ ends: ['a', 'b'], ...link }] });
const withRest = (rest: object) => ({ ...line(), ...rest });

/** What no schema allows either, with what is said of it. */
const malformed: readonly (readonly [unknown, string])[] = [
  [null, 'the topology is null, must be an object'],
  [{ links: [] }, 'nodes is missing, must be an object'],
  [{ nodes: {}, links: {} }, 'links is {}, must be a list'],
  [
    withRest({ form: 'pc' }),
    'form is nothing known here; there are $schema, from, nodes, links, tunnels, changes, names',
  ],
  [withLink({ loss: 1.5 }), 'links[0].loss is 1.5, must be a number from 0 to 1'],
  [withLink({ loss: '1' }), 'links[0].loss is "1", must be a number from 0 to 1'],
  [withLink({ latency: -1 }), 'links[0].latency is -1, must be a number from 0 to 3600000'],
  [withLink({ mtu: 67 }), 'links[0].mtu is 67, must be a whole number from 68 to 65535'],
  [withLink({ mtu: 1500.5 }), 'links[0].mtu is 1500.5, must be a whole number from 68 to 65535'],
  [withLink({ up: 1 }), 'links[0].up is 1, must be true or false'],
  [withLink({ reverse: { mtu: 1 } }), 'links[0].reverse.mtu is 1, must be a whole number from 68 to 65535'],
  [withLink({ ends: ['a'] }), 'links[0].ends must name two nodes'],
  [withLink({ ends: ['a', 7] }), 'links[0].ends[1] is 7, must be an object'],
  [withNode({ kind: 'switch' }), 'nodes.r1.kind is "switch", must be "router" or "host"'],
  [withNode({ addresses: ['bogus'] }), 'nodes.r1.addresses[0] is "bogus", must be an IPv4 or IPv6 address'],
  [
    withNode({ routes: [{ via: [] }] }),
    'nodes.r1.routes[0].to is missing, must be a network such as 192.0.2.0/24 or 2001:db8::/32',
  ],
  [withNode({ errors: 1 }), 'nodes.r1.errors is 1, must be an object'],
  [withNode({ errors: { ttl: 256 } }), 'nodes.r1.errors.ttl is 256, must be a whole number from 0 to 255'],
  [withNode({ errors: { ttl: 'none' } }), 'nodes.r1.errors.ttl is "none", must be "initial" or "probe"'],
  [
    withNode({ errors: { quote: { length: -1 } } }),
    'nodes.r1.errors.quote.length is -1, must be a whole number from 0 to 65535',
  ],
  [withNode({ filters: [{ action: 'drop', family: 5 }] }), 'nodes.r1.filters[0].family is 5, must be 4 or 6'],
  [
    withNode({ filters: [{ action: 'drop', ports: [1] }] }),
    'nodes.r1.filters[0].ports must be a port, or the first and the last of several',
  ],
  [withNode({ nat: { inside: [] } }), 'nodes.r1.nat.addresses is missing, must be a list'],
  [
    withNode({ 'odd key': 1 }),
    'nodes.r1["odd key"] is nothing known here; there are kind, addresses, serves, networks, routes, balance, ttl, initialTtl, tos, filters, nat, errors, services',
  ],
  [withRest({ names: { 'x.example': 'y' } }), 'names["x.example"] is "y", must be an IPv4 or IPv6 address'],
  [
    withRest({ changes: [{ at: -1, node: 'r1', set: {} }] }),
    'changes[0].at is -1, must be a number from 0 to 1000000000000',
  ],
  [withRest({ changes: [{ at: 1, node: 'r1', set: null }] }), 'changes[0].set must be an object'],
];

/** What only the whole document shows. */
const inconsistent: readonly (readonly [unknown, string])[] = [
  [withLink({ ends: ['a', 'c'] }), 'links[0].ends[1] is "c", which is no node'],
  [withLink({ ends: ['a', 'constructor'] }), 'links[0].ends[1] is "constructor", which is no node'],
  [withLink({ ends: ['a', 'a'] }), 'links[0].ends are both "a"'],
  [
    { nodes: { a: {}, b: {} }, links: [{ ends: ['a', 'b'] }, { ends: ['a', 'b'] }] },
    'links[1].name is "a-b", which another link is called',
  ],
  [withNode({ addresses: ['1.2.3.400'] }), 'nodes.r1.addresses[0] is "1.2.3.400", must be an IPv4 or IPv6 address'],
  [withNode({ addresses: ['10.0.4.2'] }), 'links[3].ends[1].addresses has 10.0.4.2, which belongs to "r1"'],
  [
    withNode({ serves: ['10.0.0.0/33'] }),
    'nodes.r1.serves[0] is "10.0.0.0/33", must be a network such as 192.0.2.0/24 or 2001:db8::/32',
  ],
  [
    withNode({ routes: [{ to: 'default', via: ['r3'] }] }),
    'nodes.r1.routes[0].via has "r3", which no link joins to "r1"',
  ],
  [
    withNode({ routes: [{ to: 'default', via: ['r2'], unreachable: 1 }] }),
    'nodes.r1.routes[0] has both via and unreachable, must have one or none',
  ],
  [withNode({ nat: { inside: ['r3'], addresses: [] } }), 'nodes.r1.nat.inside has "r3", which no link joins to "r1"'],
  [
    withNode({ filters: [{ action: 'drop', ports: [9, 8] }] }),
    'nodes.r1.filters[0].ports must be a port, or the first and the last of several',
  ],
  [withRest({ from: 'nobody' }), 'from is "nobody", which is no node'],
  [withRest({ tunnels: [{ path: ['r1', 'r3', 'r2'] }] }), 'tunnels[0].path[1] has "r3", which no link joins to "r1"'],
  [withRest({ changes: [{ at: 1, node: 'r9', set: {} }] }), 'changes[0].node is "r9", which is no node'],
  [withRest({ changes: [{ at: 1, link: 'x', set: {} }] }), 'changes[0].link is "x", which no link is called'],
  [
    withRest({ changes: [{ at: 1, node: 'r1', set: { routes: [{ to: 'default', via: ['r3'] }] } }] }),
    'changes[0]: then nodes.r1.routes[0].via has "r3", which no link joins to "r1"',
  ],
];

describe('a topology', () => {
  test('has its defaults filled in, and reads the same again', () => {
    for (const given of [line(), internet]) {
      const once = parseTopology(given);
      expect(parseTopology(once)).toEqual(once);
      expect(parseTopology(JSON.parse(JSON.stringify(once)))).toEqual(once);
    }
  });

  test('has addresses and networks in their one spelling', () => {
    const r1: NodeInit = { addresses: ['2001:DB8:0::9'], serves: ['192.0.2.1'], networks: ['2001:0db8::/32'] };
    expect(parseTopology(withNode(r1)).nodes.r1).toMatchObject({
      addresses: ['2001:db8::9'],
      serves: ['192.0.2.1/32'],
      networks: ['2001:db8::/32'],
    });
  });

  test.each(malformed)('%j is refused', (value, message) => {
    expect(said(value)).toBe(message);
    expect(conforms(value)).toBe(false);
  });

  test.each(inconsistent)('%j is refused for what does not fit together', (value, message) => {
    expect(said(value)).toBe(message);
  });

  test('says where the fault is, for programs', () => {
    try {
      parseTopology(withLink({ loss: 2 }));
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({
        name: 'TopologyError',
        path: 'links[0].loss',
        fault: 'is 2, must be a number from 0 to 1',
      });
    }
  });
});

describe('the JSON Schema', () => {
  test('takes what is written and what was read', () => {
    for (const given of [line(), internet, parseTopology(line()), parseTopology(internet)]) {
      conforms(given);
      expect(conforms.errors).toBeNull();
    }
  });

  test('has every default that the reader has', () => {
    const { $defs } = read('../../schema/topology.schema.json');
    const { nodes, links, tunnels } = parseTopology({
      nodes: { a: {}, b: {}, c: {} },
      links: [{ ends: ['a', 'b'] }, { ends: ['b', 'c'] }],
      tunnels: [{ path: ['a', 'b', 'c'] }],
    });
    expect(links[0]).toMatchObject(defaultsOf($defs.link));
    expect(tunnels[0]).toMatchObject(defaultsOf($defs.tunnel));
    const { errors, ...node } = defaultsOf($defs.node);
    expect(nodes.a).toMatchObject(node);
    expect(errors).toBe(true);
    const errorSchema = $defs.node.properties.errors.anyOf[1];
    expect(nodes.a?.errors).toMatchObject(defaultsOf(errorSchema));
    expect(nodes.a?.errors.quote).toEqual(defaultsOf(errorSchema.properties.quote));
    expect(nodes.a?.services).toEqual(defaultsOf($defs.node.properties.services));
  });
});

function said(value: unknown): string {
  try {
    parseTopology(value);
  } catch (error) {
    if (error instanceof TopologyError) return error.message;
    throw error;
  }
  return 'nothing';
}

function defaultsOf(schema: { properties: Record<string, { default?: unknown }> }): Record<string, unknown> {
  const entries = Object.entries(schema.properties).filter(([, property]) => 'default' in property);
  return Object.fromEntries(entries.map(([key, property]) => [key, property.default]));
}
