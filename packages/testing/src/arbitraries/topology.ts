import type { Address, AddressFamily } from '@hoplite/codec';
import type { LinkInit, NodeInit, TopologyInit } from '@hoplite/transport-sim';
import fc from 'fast-check';

/** A network of routers with a host at either end of it, reachable over both families. */
export interface GeneratedTopology {
  /** The network: for `createNetwork` and `createSimTransport`, which add the defaults. */
  readonly topology: TopologyInit;
  /** Of the node `client`, which is where `topology.from` points. */
  readonly source: Readonly<Record<AddressFamily, Address>>;
  /** Of the node `server`. */
  readonly destination: Readonly<Record<AddressFamily, Address>>;
}

/** What a generated network may have in it. */
export interface TopologyShape {
  /** Whether there are several equally good paths, among which routers balance. Default true. */
  readonly ties?: boolean;
  /** Whether routers are silent now and then, quote oddly, answer from elsewhere. Default false. */
  readonly habits?: boolean;
  /** Whether links lose, delay, double, hold back and corrupt packets. Default false. */
  readonly chances?: boolean;
}

/** Connected networks of one to nine routers, with detours; what shrinking leaves is a short line. */
export function topology(shape: TopologyShape = {}): fc.Arbitrary<GeneratedTopology> {
  return fc
    .tuple(
      fc.integer({ min: 1, max: MOST_ROUTERS }),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { maxLength: MOST_DETOURS }),
    )
    .chain(([count, detours]) => {
      const routers = Array.from({ length: count }, (_, index) => `r${index + 1}`);
      return fc.record({
        parents: fc.array(fc.nat(), { minLength: count, maxLength: count }),
        ends: fc.tuple(fc.nat(), fc.nat()),
        detours: fc.constant(detours),
        links: fc.array(link(shape), { minLength: MOST_LINKS, maxLength: MOST_LINKS }),
        nodes: fc.array(router(shape), { minLength: count, maxLength: count }),
        costs: distinctCosts(),
        routers: fc.constant(routers),
      });
    })
    .map((drawn) => assemble(drawn, shape.ties ?? true));
}

const MOST_ROUTERS = 9;
const MOST_DETOURS = 5;
const MOST_LINKS = MOST_ROUTERS + MOST_DETOURS + 1;

interface Drawn {
  readonly routers: readonly string[];
  /** Of each router but the first, to which of those before it it is joined. */
  readonly parents: readonly number[];
  readonly ends: readonly [number, number];
  readonly detours: readonly (readonly [number, number])[];
  readonly links: readonly Partial<LinkInit>[];
  readonly nodes: readonly NodeInit[];
  /** Two of each link, there and back. */
  readonly costs: readonly number[];
}

function assemble({ routers, parents, ends, detours, links, nodes, costs }: Drawn, ties: boolean): GeneratedTopology {
  const pick = (index: number, among: readonly string[] = routers): string => among[index % among.length] as string;
  const tree = routers.slice(1).map((name, index) => [pick(parents[index] ?? 0, routers.slice(0, index + 1)), name]);
  const more = detours.map(([a, b]) => [pick(a), pick(b)]).filter(([a, b]) => a !== b);
  const pairs = [['client', pick(ends[0])], [pick(ends[1]), 'server'], ...tree, ...more] as [string, string][];
  const joined = pairs.map(([a, b], index): LinkInit => {
    const [forth = 1, back = 1] = costs.slice(2 * index);
    return {
      ...links[index],
      name: `link ${index}`,
      ends: [
        { node: a, addresses: [`10.0.${index}.1`, `2001:db8:0:${index + 1}::1`] },
        { node: b, addresses: [`10.0.${index}.2`, `2001:db8:0:${index + 1}::2`] },
      ],
      ...(ties ? {} : { cost: forth, reverse: { ...links[index]?.reverse, cost: back } }),
    } as LinkInit;
  });
  const hosts: Readonly<Record<string, NodeInit>> = { client: { kind: 'host' }, server: { kind: 'host' } };
  return {
    topology: {
      from: 'client',
      nodes: { ...hosts, ...Object.fromEntries(routers.map((name, index) => [name, nodes[index] ?? {}])) },
      links: joined,
    },
    source: { 4: '10.0.0.1', 6: '2001:db8:0:1::1' },
    destination: { 4: '10.0.1.2', 6: '2001:db8:0:2::2' },
  };
}

/** Distinct powers of two: no two paths cost the same. */
function distinctCosts(): fc.Arbitrary<readonly number[]> {
  const length = 2 * MOST_LINKS;
  const powers = Array.from({ length }, (_, index) => 2 ** (index - MOST_LINKS));
  return fc.shuffledSubarray(powers, { minLength: length, maxLength: length });
}

function link({ chances = false }: TopologyShape): fc.Arbitrary<Partial<LinkInit>> {
  const latency = milliseconds(20_000);
  const reverse = fc.record({ latency });
  if (!chances) return fc.record({ latency, reverse });
  const chance = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.3, noNaN: true }));
  return fc.record({
    latency,
    reverse,
    jitter: milliseconds(10_000),
    loss: chance,
    duplication: chance,
    reordering: chance,
    reorderingDelay: milliseconds(50_000),
    corruption: chance,
  });
}

/** Whole microseconds, as milliseconds. */
function milliseconds(most: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: most }).map((microseconds) => microseconds / 1000);
}

function router({ habits = false, ties = true }: TopologyShape): fc.Arbitrary<NodeInit> {
  const balance = fc.constantFrom('flow', 'destination');
  if (!habits) return ties ? fc.record({ balance }) : fc.constant({});
  const quote = fc.record(
    {
      length: fc.oneof(fc.constantFrom('minimum', 'full'), fc.integer({ min: 28, max: 200 })),
      padTo: fc.constantFrom(0, 128),
      identification: fc.constantFrom('keep', 'zero', 'increment', 'swap'),
      totalLength: fc.constantFrom('keep', 'swap', 'less-header'),
      ttl: fc.option(fc.nat(255)),
      headerChecksum: fc.constantFrom('keep', 'zero'),
      lengthField: fc.oneof(fc.constantFrom('right', 'absent', 'bytes'), fc.nat(255)),
      extensionChecksum: fc.constantFrom('right', 'zero'),
      extensionVersion: fc.constantFrom('right', 'swapped'),
    },
    { requiredKeys: [] },
  );
  const errors = fc.record(
    {
      timeExceeded: fc.boolean(),
      from: fc.constantFrom('incoming', 'outgoing', 'node'),
      ttl: fc.constantFrom('initial', 'probe', 30),
      delay: milliseconds(100_000),
      copies: fc.integer({ min: 1, max: 3 }),
      interfaceInformation: fc.boolean(),
      quote,
    },
    { requiredKeys: [] },
  );
  return fc.record(
    {
      balance,
      ttl: fc.constantFrom('decrement', 'decrement', 'keep', 'forward-zero'),
      tos: fc.record({ keep: fc.nat(255), set: fc.nat(255) }),
      errors: fc.oneof(fc.boolean(), errors),
    },
    { requiredKeys: [] },
  ) as fc.Arbitrary<NodeInit>;
}
