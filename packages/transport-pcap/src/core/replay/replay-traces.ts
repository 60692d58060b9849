import type { Address } from '@hoplite/codec';
import {
  type Capabilities,
  CHOSEN_FIELDS,
  type Listener,
  type Outgoing,
  type ProbeResult,
  type TraceResult,
  type Transport,
  type VirtualClock,
} from '@hoplite/engine';
import { answerTo } from './answer.js';
import { ReplayPort } from './replay-port.js';
import type { ReplayTransport } from './replay-transport.js';
import { headerOf, unrecorded, unrecordedDestination } from './unrecorded.js';

/**
 * Traces that somebody made as a transport. What it is asked is known by protocol, destination, TTL and attempt, never by
 * ports or method; of several traces to one destination by one protocol the first answers. Each attempt is answered once.
 */
export function replayTraces(traces: readonly TraceResult[], clock: VirtualClock): ReplayTransport {
  return new TracesReplay(traces, clock);
}

const ANYTHING: Capabilities = {
  families: [4, 6],
  protocols: ['udp', 'icmp', 'tcp'],
  fields: CHOSEN_FIELDS,
  needsPrivilege: false,
  inFlight: Number.MAX_SAFE_INTEGER,
};

class TracesReplay implements ReplayTransport {
  readonly name = 'pcap';
  readonly timestamps: Transport['timestamps'] = 'capture';
  readonly capabilities: Capabilities = ANYTHING;
  readonly recording = null;
  readonly clock: VirtualClock;
  readonly #port: ReplayPort;
  readonly #sources = new Map<Address, Address>();
  /** The attempts that were not asked for yet, by what asks for them. */
  readonly #attempts = new Map<string, ProbeResult[]>();

  constructor(traces: readonly TraceResult[], clock: VirtualClock) {
    this.clock = clock;
    this.#port = new ReplayPort(clock);
    const taken = new Set<string>();
    for (const trace of traces) {
      const flow = `${protocolOf(trace)} ${trace.address}`;
      if (taken.has(flow)) continue;
      taken.add(flow);
      if (!this.#sources.has(trace.address)) this.#sources.set(trace.address, trace.source);
      for (const { ttl, probes } of trace.hops) this.#attempts.set(`${flow} ${ttl}`, [...probes]);
    }
  }

  /** Of other tools' traces nobody wrote down such a thing. */
  onInterruption(): void {}

  async open(listener: Listener): Promise<void> {
    this.#port.open(listener);
  }

  send(batch: readonly Outgoing[]): void {
    this.#port.checkOpen();
    for (const outgoing of batch) this.#sendOne(outgoing);
  }

  async sourceFor(destination: Address): Promise<Address> {
    const source = this.#sources.get(destination);
    if (source === undefined) throw unrecordedDestination(destination);
    return source;
  }

  async close(): Promise<void> {
    this.#port.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#port.close();
  }

  #sendOne({ id, datagram }: Outgoing): void {
    const now = this.clock.now();
    const recorded = this.#take(datagram);
    if (recorded === undefined) {
      this.#port.at(now, (listener) => listener.failed(id, unrecorded(datagram, 'capture')));
    } else if (recorded.status === 'failed') {
      this.#port.at(now, (listener) => listener.failed(id, recorded.error));
    } else {
      this.#port.at(now, (listener) => listener.sent(id, now));
      if ('rtt' in recorded) this.#answer(datagram, now, recorded);
    }
  }

  #take(datagram: Uint8Array): ProbeResult | undefined {
    const header = headerOf(datagram);
    if (header === null) return undefined;
    return this.#attempts.get(`${header.protocol} ${header.destination} ${header.ttl}`)?.shift();
  }

  /** Of duplicates nobody wrote down when they came: they come with the first. */
  #answer(datagram: Uint8Array, sentAt: number, recorded: Extract<ProbeResult, { readonly address: Address }>): void {
    const answer = answerTo(datagram, recorded);
    if (answer === null) return;
    const at = sentAt + Math.round((recorded.rtt ?? 0) * 1e6);
    for (let copy = 0; copy <= recorded.duplicates; copy++) {
      this.#port.at(at, (listener) => listener.received(answer, at));
    }
  }
}

function protocolOf({ method }: TraceResult): 'udp' | 'icmp' | 'tcp' {
  return method === 'icmp' || method === 'tcp' ? method : 'udp';
}
