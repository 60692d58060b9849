import { type Address, type AddressFamily, addressFamily } from '@hoplite/codec';
import {
  CHOSEN_FIELDS,
  type Instant,
  type Listener,
  type Outgoing,
  type Transport,
  VirtualClock,
} from '@hoplite/engine';
import { macrotasks } from './macrotask.js';
import { createNetwork, type Network } from './network.js';
import { pacedAsReal } from './real-pace.js';
import { parseTopology } from './topology/parse.js';
import type { Topology, TopologyInit } from './topology/topology.js';

/** What chance comes from, who traces, and how fast time passes. */
export interface SimTransportOptions {
  /** The same seed gives the same bytes at the same instants: a whole number, of which the lowest 32 bits count. Default 0. */
  readonly seed?: number;
  /** The node that sends and receives. Default the topology's own `from`. */
  readonly from?: string;
  /** `real`: as long as it is open, virtual time passes no faster than real time. Default `virtual`, as fast as it can. */
  readonly pace?: 'virtual' | 'real';
}

/** A virtual network as a transport, in virtual time. */
export interface SimTransport extends Transport {
  readonly name: 'sim';
  readonly timestamps: 'virtual';
  /** Begins at 2026-01-01T00:00:00Z; `hold` it while something real is awaited. */
  readonly clock: VirtualClock;
  /** What it sends over, which knows the truth. */
  readonly network: Network;
  /** The node that sends and receives. */
  readonly from: string;
  /** The addresses of a name of this network; none for a name that it has not got. */
  lookup(name: string): readonly Address[];
  /** The name of an address of this network, or null. */
  reverse(address: Address): string | null;
}

/**
 * A transport over a virtual network. Throws `TopologyError` for a topology that is none, `RangeError` where `from` is no
 * node of it, and for a seed or pace that is none.
 */
export function createSimTransport(
  topologyInit: TopologyInit | Topology,
  options: SimTransportOptions = {},
): SimTransport {
  const from = options.from ?? topologyInit.from;
  if (from === undefined || from === null) {
    // What is no topology at all, such as the path of one, is told so first.
    parseTopology(topologyInit);
    throw new RangeError('from is missing, and the topology names none');
  }
  const { seed = 0, pace = 'virtual' } = options;
  if (pace !== 'virtual' && pace !== 'real') throw new RangeError(`pace is ${pace}, must be virtual or real`);
  return new VirtualTransport(createNetwork(topologyInit, { seed, attached: [from] }), from, pace);
}

/** 2026-01-01T00:00:00Z. */
const ORIGIN = 1_767_225_600_000_000_000n;

class VirtualTransport implements SimTransport {
  readonly name = 'sim';
  readonly timestamps = 'virtual';
  readonly clock: VirtualClock = new VirtualClock(ORIGIN, macrotasks());
  readonly capabilities: Transport['capabilities'];
  readonly network: Network;
  readonly from: string;
  /** Cancels what is still to come. */
  readonly #coming = new Set<() => void>();
  #listener: Listener | null = null;
  #state: 'new' | 'open' | 'closed' = 'new';

  readonly #pace: 'virtual' | 'real';
  #unpace: () => void = () => {};

  constructor(network: Network, from: string, pace: 'virtual' | 'real') {
    this.#pace = pace;
    this.network = network;
    this.from = from;
    this.capabilities = {
      families: familiesOf(network.topology, from),
      protocols: ['udp', 'icmp', 'tcp'],
      fields: CHOSEN_FIELDS,
      needsPrivilege: false,
      inFlight: Number.MAX_SAFE_INTEGER,
    };
  }

  async open(listener: Listener): Promise<void> {
    if (this.#state !== 'new') throw new Error('a transport is opened once');
    this.#state = 'open';
    this.#listener = listener;
    if (this.#pace === 'real') this.#unpace = pacedAsReal(this.clock);
  }

  send(batch: readonly Outgoing[]): void {
    if (this.#state !== 'open') throw new Error('the transport is not open');
    const now = this.clock.now();
    for (const { id, datagram } of batch) this.#sendOne(id, datagram, now);
  }

  async sourceFor(destination: Address): Promise<Address> {
    const source = this.network.sourceFor(this.from, destination, this.clock.now());
    if (source !== null) return source;
    throw Object.assign(new Error(`no route to ${destination}`), { code: 'ENETUNREACH' });
  }

  async close(): Promise<void> {
    this.#state = 'closed';
    this.#listener = null;
    this.#unpace();
    for (const cancel of this.#coming) cancel();
    this.#coming.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  lookup(name: string): readonly Address[] {
    const { names } = this.network.topology;
    const wanted = name.toLowerCase().replace(/\.$/, '');
    return Object.entries(names).find(([known]) => known.toLowerCase() === wanted)?.[1] ?? [];
  }

  reverse(address: Address): string | null {
    const { names } = this.network.topology;
    return Object.entries(names).find(([, addresses]) => addresses.includes(address))?.[0] ?? null;
  }

  #sendOne(id: number, datagram: Uint8Array, now: Instant): void {
    const { refusal, deliveries } = this.network.submit(this.from, datagram, now);
    this.#at(now, (listener) => (refusal === null ? listener.sent(id, now) : listener.failed(id, refusal, now)));
    for (const { datagram: arrived, at } of deliveries) this.#at(at, (listener) => listener.received(arrived, at));
  }

  #at(instant: Instant, tell: (listener: Listener) => void): void {
    const cancel = this.clock.arrive(instant, () => {
      this.#coming.delete(cancel);
      if (this.#listener !== null) tell(this.#listener);
    });
    this.#coming.add(cancel);
  }
}

function familiesOf({ nodes, links }: Topology, from: string): readonly AddressFamily[] {
  const ends = links.flatMap(({ ends }) => ends.filter(({ node }) => node === from));
  const addresses = [...(nodes[from]?.addresses ?? []), ...ends.flatMap((end) => end.addresses)];
  const families = new Set(addresses.map(addressFamily));
  return ([4, 6] as const).filter((family) => families.has(family));
}
