import type { Outgoing } from '@hoplite/engine';
import type { Carrier, Environment } from '../carrier.js';
import { Level, Protocol, SocketOption, SocketType } from '../constants.js';
import { SystemError } from '../errno.js';
import { type Probe, readProbe } from '../probe.js';
import { Socket } from '../socket.js';
import { Connections } from './connections.js';
import { ICMP, UDP } from './dialect.js';
import { FlowSocket } from './flow-socket.js';

/** Further ones are closed, the least recently used first: replies to that one's probes are then not heard any more. */
const MOST_FLOWS = 1024;

/** Datagrams through sockets that anybody may use. The kernel writes what it likes into the headers, and shows less. */
export class UnprivilegedCarrier implements Carrier {
  readonly #environment: Environment;
  readonly #connections: Connections;
  readonly #flows = new Map<string, FlowSocket>();
  #keeper: Socket | null = null;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#connections = new Connections(environment);
  }

  /** The kernel begins to stamp what it receives a little after the first socket asked for it: so one asks now. */
  open(): void {
    const { libc, families, devices } = this.#environment;
    this.#keeper = new Socket(libc, families[0] ?? 4, SocketType.datagram, Protocol.udp);
    this.#keeper.set(Level.socket, SocketOption.timestampNanoseconds, 1);
    if (devices.bound !== null) this.#keeper.bindToDevice(devices.bound.name);
  }

  send(batch: readonly Outgoing[]): void {
    let run: Probe[] = [];
    const { devices } = this.#environment;
    for (const { id, datagram, interface: by } of batch) {
      const device = devices.of(by);
      if (device === undefined) {
        this.#fail(id, { code: 'ENODEV', message: `there is no interface ${by ?? devices.bound?.name}` });
        continue;
      }
      const probe = readProbe(id, datagram, device);
      if (probe === null) {
        this.#fail(id, { code: 'EINVAL', message: 'neither UDP, TCP nor an ICMP echo request' });
        continue;
      }
      if (run[0] !== undefined && flowOf(run[0]) !== flowOf(probe)) {
        this.#sendRun(run);
        run = [];
      }
      run.push(probe);
    }
    this.#sendRun(run);
  }

  close(): void {
    this.#keeper?.close();
    this.#connections.close();
    for (const flow of this.#flows.values()) flow.close();
    this.#flows.clear();
  }

  /** Probes of one flow. What a socket cannot be had for fails with the system's reason. */
  #sendRun(run: readonly Probe[]): void {
    const [first] = run;
    if (first === undefined) return;
    try {
      if (first.protocol === 'tcp') for (const probe of run) this.#connect(probe);
      else this.#flow(first).send(run);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      for (const { id } of run) this.#fail(id, error);
    }
  }

  #connect(probe: Probe): void {
    try {
      this.#connections.send(probe);
    } catch (error) {
      if (!(error instanceof SystemError)) throw error;
      this.#fail(probe.id, error);
    }
  }

  #flow(probe: Probe): FlowSocket {
    const key = flowOf(probe);
    const flow =
      this.#flows.get(key) ?? new FlowSocket(this.#environment, probe.protocol === 'udp' ? UDP : ICMP, probe);
    // In the order of their last use.
    this.#flows.delete(key);
    this.#flows.set(key, flow);
    for (const [oldest, other] of this.#flows) {
      if (this.#flows.size <= MOST_FLOWS) break;
      other.close();
      this.#flows.delete(oldest);
    }
    return flow;
  }

  #fail(id: number, { code, message }: { readonly code: string; readonly message: string }): void {
    const { inbox, clock } = this.#environment;
    inbox.add({ kind: 'failed', id, at: clock.now(), error: { code, message } });
  }
}

function flowOf({ protocol, source, flow, device }: Probe): string {
  return `${protocol} ${source} ${flow} ${device?.index}`;
}
