import { type Address, type AddressFamily, addressFamily, formatAddress, parseAddress } from '@hoplite/codec';
import { secretsAfter, type TraceSecrets } from '../methods/method.js';
import { resolveOptions } from '../options.js';
import { createRandom, type Seed } from '../random.js';
import type { ResolvedOptions, TraceOptions } from '../trace-options.js';
import type { SendError, Transport } from '../transport.js';
import type { Interruption } from './conclusion.js';
import { Core, type Running } from './core.js';
import { Drive } from './drive.js';
import { type EngineOptions, resolveEngineOptions } from './engine-options.js';
import { type Flows, flowsOf, sourcePortsOf, tellsTracesApart, withDefaultMethod } from './flows.js';
import { type AbortSignalLike, whenAborted } from './signal.js';
import { SourcePorts } from './source-ports.js';
import { Trace } from './trace.js';
import { Tracer } from './tracer.js';

/** What a trace of an engine may be told besides its options. */
export interface TraceRequest extends TraceOptions {
  /** The target as its user names it, for events and the result. Default the address. */
  readonly name?: string;
  /** Ends the trace with outcome `aborted` when it is aborted. */
  readonly signal?: AbortSignalLike;
  /**
   * An earlier trace of this engine to the same target by the same method, whose flow this one keeps: load balancers send
   * both the same way. Their probes differ all the same, so that no late answer to one is taken for the other's; where the
   * transport cannot tell them apart by more than their ports, this one has ports of its own.
   */
  readonly follows?: Trace;
}

/** A trace from its being asked for to its end; `running` once its way is known. */
interface Session {
  readonly trace: Trace;
  readonly address: Address;
  readonly family: AddressFamily;
  readonly options: ResolvedOptions;
  readonly flows: Flows;
  readonly secrets: TraceSecrets;
  running: Running | null;
}

/** Any number of traces over one transport, with one budget and one table of probes. */
export class TraceEngine implements AsyncDisposable {
  readonly #transport: Transport;
  readonly #core: Core;
  readonly #drive: Drive;
  readonly #seed: Seed;
  readonly #opened: Promise<void>;
  readonly #ports = new SourcePorts();
  /** With which secrets one that follows a trace begins. */
  readonly #next = new WeakMap<Trace, TraceSecrets>();
  readonly #sessions = new Set<Session>();
  #count = 0;
  #closed: Promise<void> | null = null;

  /** Opens the transport, which is this engine's from now on. Throws `RangeError` for an option out of its range. */
  constructor(transport: Transport, options: EngineOptions) {
    this.#core = new Core(resolveEngineOptions(options, transport.capabilities));
    this.#seed = options.seed;
    this.#transport = transport;
    this.#drive = new Drive(this.#core, transport);
    this.#opened = transport.open(this.#drive);
    // A transport that does not open fails every trace; nobody else need hear of it.
    this.#opened.catch(() => {});
  }

  /**
   * Begins a trace to an address, given as text or as its 4 or 16 bytes. Throws `RangeError` or `TypeError` for a target
   * or option that cannot be; whatever goes wrong later is an outcome.
   */
  trace(target: Address | Uint8Array, { name, signal, follows, ...given }: TraceRequest = {}): Trace {
    if (this.#closed !== null) throw new Error('the engine is closed');
    const address = readTarget(target);
    const family = addressFamily(address) === 4 ? 4 : 6;
    const { capabilities } = this.#transport;
    const resolved = resolveOptions(family, withDefaultMethod(given, capabilities));
    const flows = flowsOf(resolved, family, capabilities);
    const options = flows === 'renewed' ? { ...resolved, parallel: 1 } : resolved;
    this.#checkCapabilities(family, options);
    const trace = new Trace(++this.#count, name ?? address, () => this.#end(session, ABORTED));
    const mayFollow = follows !== undefined && tellsTracesApart(options, flows, capabilities);
    const kept = mayFollow ? this.#next.get(follows) : undefined;
    const count = sourcePortsOf(options, family, flows);
    const secrets = kept ?? this.#drawSecrets(trace.id, address, options, family, count);
    const ports = { first: secrets.sourcePort, count };
    this.#ports.hold(address, ports);
    this.#next.set(trace, secretsAfter(secrets, options));
    const session: Session = { trace, address, family, options, flows, secrets, running: null };
    this.#sessions.add(session);
    const forgetSignal = whenAborted(signal, () => trace.abort());
    void trace.result.then(() => {
      this.#sessions.delete(session);
      this.#ports.release(address, ports);
      forgetSignal();
    });
    this.#route(session).then(
      (source) => void this.#begin(session, source),
      (error: unknown) => this.#end(session, { outcome: 'failed', error: asSendError(error) }),
    );
    return trace;
  }

  /** Ends all running traces with outcome `shutdown` and what they have, then closes the transport. */
  close(): Promise<void> {
    if (this.#closed === null) {
      for (const session of [...this.#sessions]) this.#end(session, SHUTDOWN);
      this.#drive.stop();
      this.#closed = this.#transport.close();
    }
    return this.#closed;
  }

  /** Closes the engine at the end of `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #checkCapabilities(family: AddressFamily, { method, flowLabel, interface: by }: ResolvedOptions): void {
    const { name, capabilities } = this.#transport;
    if (!capabilities.families.includes(family)) throw new RangeError(`the transport ${name} carries no IPv${family}`);
    if (!capabilities.protocols.includes(method.protocol))
      throw new RangeError(`the transport ${name} carries no ${method.protocol}`);
    if (flowLabel !== 0 && !capabilities.fields.includes('flowLabel'))
      throw new RangeError(`flowLabel is ${flowLabel}, must be 0 over the transport ${name}, which chooses none`);
    if (by !== null && capabilities.interfaces !== true)
      throw new RangeError(
        `interface is ${by}, must be left out over the transport ${name}, which lets no trace choose one`,
      );
  }

  async #route({ address, options }: Session): Promise<Address> {
    await this.#opened;
    const { source, interface: by } = options;
    if (source !== null && by === null) return source;
    // With a source too: it says whether there is such an interface.
    const routed = await this.#transport.sourceFor(address, by ?? undefined);
    return source ?? routed;
  }

  #begin(session: Session, source: Address): Running {
    if (session.running !== null) return session.running;
    const { trace, address, family, options, flows, secrets } = session;
    const { clock, name, timestamps } = this.#transport;
    const told = { id: trace.id, target: trace.target, address, source, family, options, secrets, flows };
    const config = { ...told, transport: name, timestamps, origin: clock.origin };
    const now = clock.now();
    session.running = this.#core.add(new Tracer(config, now), (events) => trace.push(events), now);
    this.#drive.arm();
    return session.running;
  }

  #end(session: Session, by: Interruption): void {
    const running = this.#begin(session, session.options.source ?? UNSPECIFIED[session.family]);
    const now = this.#transport.clock.now();
    if (by.outcome !== 'failed' && running.tracer.result === null) {
      this.#transport.interrupted?.(session.trace.id, by.outcome, now);
    }
    this.#core.interrupt(by, now, running);
    this.#drive.arm();
  }

  /** Of each trace by itself: who sees the probes of one learns nothing of another but its source port. */
  #drawSecrets(
    id: number,
    address: Address,
    options: ResolvedOptions,
    family: AddressFamily,
    count: number,
  ): TraceSecrets {
    const random = createRandom(this.#seed, id);
    const reach = options.method.reach(options, family);
    // The range that systems choose from, 32768 to 60999, the method's last port among them where there is room.
    const drawn = Math.min(32_768, 65_535 - reach.sourcePort) + random.below(Math.max(1, 28_232 - reach.sourcePort));
    const probed = { first: options.port, count: 1 + reach.port };
    const needs = { drawn, last: 65_535 - reach.sourcePort, count, probed };
    return {
      sourcePort: options.sourcePort ?? this.#ports.choose(address, needs),
      identifier: 1 + random.below(0xfffe),
      token: random.below(0x1_0000),
      identification: random.below(0x1_0000),
      sequenceNumber: random.below(0x1_0000_0000),
    };
  }
}

/** Whence a trace would have come that never found a way. */
const UNSPECIFIED = { 4: '0.0.0.0', 6: '::' } as const;

const ABORTED = { outcome: 'aborted', error: { code: 'ABORTED', message: 'Traceroute aborted' } } as const;
const SHUTDOWN = { outcome: 'shutdown', error: { code: 'SHUTDOWN', message: 'Session shutdown' } } as const;

function readTarget(target: Address | Uint8Array): Address {
  const bytes = typeof target === 'string' ? parseAddress(target) : target;
  if (!ArrayBuffer.isView(bytes)) {
    throw new RangeError(`target is ${JSON.stringify(target)}, must be an IPv4 or IPv6 address`);
  }
  if (bytes.length !== 4 && bytes.length !== 16) {
    throw new RangeError(`target is ${bytes.length} bytes, must be the 4 or 16 bytes of an address`);
  }
  return formatAddress(bytes);
}

function asSendError(error: unknown): SendError {
  const message = error instanceof Error ? error.message : String(error);
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'FAILED';
  return { code, message };
}
