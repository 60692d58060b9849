import { type AddressFamily, addressFamily } from '@hoplite/codec';
import {
  type AnsweredProbe,
  type EngineOptions,
  TraceEngine,
  type TraceEvent,
  type TraceRequest,
  type TraceResult,
} from '@hoplite/engine';
import {
  createSimTransport,
  type LinkInit,
  type NodeInit,
  type SimTransport,
  type TopologyInit,
} from '@hoplite/transport-sim';
import { type Meddling, meddle } from './meddling.js';

/** What differs from a plain line of routers. */
interface LineChanges {
  /** How many routers; default three. */
  readonly routers?: number;
  readonly nodes?: Readonly<Record<string, NodeInit>>;
  /** By the name of the node at which the link begins. */
  readonly links?: Readonly<Record<string, Partial<LinkInit>>>;
  /** Nodes and links beside the line, tunnels, changes. */
  readonly rest?: Partial<Omit<TopologyInit, 'links'>>;
  readonly moreLinks?: readonly LinkInit[];
}

/**
 * `pc - r1 - r2 - r3 - target`, a millisecond each, IPv4 and IPv6. The link to the node of place i has 10.0.i.1 and
 * 2001:db8::i:1 at its near end, 10.0.i.2 and 2001:db8::i:2 at its far end: by these the nodes are named.
 */
export function line({ routers = 3, nodes = {}, links = {}, rest = {}, moreLinks = [] }: LineChanges = {}) {
  const names = ['pc', ...Array.from({ length: routers }, (_, index) => `r${index + 1}`), 'target'];
  const onLine = names.slice(1).map((name, index): LinkInit => {
    const near = names[index] ?? '';
    const place = index + 1;
    return {
      ends: [
        { node: near, addresses: [`10.0.${place}.1`, `2001:db8::${place}:1`] },
        { node: name, addresses: [`10.0.${place}.2`, `2001:db8::${place}:2`] },
      ],
      latency: 1,
      ...links[near],
    };
  });
  const kinds = names.map((name) => [name, { kind: name.startsWith('r') ? 'router' : 'host' }] as const);
  return {
    from: 'pc',
    names: Object.fromEntries(
      names.slice(1).map((name, index) => [name, [`10.0.${index + 1}.2`, `2001:db8::${index + 1}:2`]]),
    ),
    ...rest,
    nodes: Object.fromEntries([
      ...kinds.map(([name, kind]) => [name, { ...kind, ...nodes[name] }]),
      ...Object.entries(nodes).filter(([name]) => !names.includes(name)),
    ]),
    links: [...onLine, ...moreLinks],
  } satisfies TopologyInit;
}

/** Every router of a line of three with the same habits. */
export function everyRouter(habits: NodeInit): Readonly<Record<string, NodeInit>> {
  return { r1: habits, r2: habits, r3: habits };
}

interface Request extends TraceRequest {
  /** Default 4. */
  readonly family?: AddressFamily;
  readonly seed?: number;
  readonly engine?: Omit<EngineOptions, 'seed'>;
  readonly meddling?: Meddling;
}

/** A trace's result, the events that told it, and who answered at each TTL. */
export interface Traced extends TraceResult {
  readonly events: readonly TraceEvent[];
  /** Names of nodes, or addresses that no node is named by; with the annotation; `*` where an answer is missing. */
  readonly path: readonly string[];
}

/** Traces to `target`, in virtual time. */
export async function trace(topology: TopologyInit, request: Request = {}): Promise<Traced> {
  const { family = 4, seed = 1, engine: engineOptions = {}, meddling = {}, ...options } = request;
  const transport = createSimTransport(topology, { seed });
  const engine = new TraceEngine(meddle(transport, meddling), { seed, ...engineOptions });
  try {
    const running = engine.trace(
      transport.lookup('target').find((one) => addressFamily(one) === family) ?? '',
      options,
    );
    const events: TraceEvent[] = [];
    for await (const event of running) events.push(event);
    const result = await running.result;
    return { ...result, events, path: pathOf(transport, result) };
  } finally {
    await engine.close();
  }
}

/** Who answered at each TTL, as `Traced.path` has it. */
export function pathOf(transport: SimTransport, { hops }: TraceResult): readonly string[] {
  return hops.map(({ probes }) => {
    const answers = probes.map((probe) => {
      if (!('address' in probe)) return '*';
      const name = transport.reverse(probe.address) ?? probe.address;
      return probe.annotation === null ? name : `${name} ${probe.annotation}`;
    });
    return [...new Set(answers)].join(' ');
  });
}

/** The answers at a TTL. */
export function answersAt({ hops }: TraceResult, ttl: number): readonly AnsweredProbe[] {
  const probes = hops.find((hop) => hop.ttl === ttl)?.probes ?? [];
  return probes.filter((probe) => 'address' in probe);
}

/** The path of a line of three routers that hides nothing. */
export const WHOLE = ['r1', 'r2', 'r3', 'target'] as const;

export const FAMILIES = [4, 6] as const;

export const METHODS = ['udp', 'udp-classic', 'udp-dublin', 'icmp', 'tcp'] as const;

/** Every method over both families. */
export const EVERY_WAY = METHODS.flatMap((method) => FAMILIES.map((family) => ({ method, family })));
