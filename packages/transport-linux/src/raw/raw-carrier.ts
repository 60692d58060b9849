import type { AddressFamily } from '@hoplite/codec';
import type { Outgoing } from '@hoplite/engine';
import type { Carrier, Environment } from '../carrier.js';
import { EpollEvent, IpOption, Ipv6Option, Level, PathMtuDiscovery, Protocol, SocketType } from '../constants.js';
import { SystemError } from '../errno.js';
import { type Leaving, Outlet } from '../outlet.js';
import { type Probe, readProbe } from '../probe.js';
import { encodeSocketAddress } from '../sockaddr.js';
import { Socket } from '../socket.js';
import { Receiver } from './receiver.js';
import { Reservations } from './reservations.js';

/** How large the buffers of its sockets shall be, as far as the system grants it: in bytes. */
export const RAW_BUFFER: number = 16 << 20;

const PROTOCOLS: readonly Probe['protocol'][] = ['udp', 'icmp', 'tcp'];

interface Sender {
  readonly socket: Socket;
  readonly outlet: Outlet;
}

/** Whole datagrams through raw sockets, headers and all. Needs CAP_NET_RAW. */
export class RawCarrier implements Carrier {
  readonly #environment: Environment;
  readonly #reservations: Reservations;
  readonly #senders = new Map<AddressFamily, Sender>();
  readonly #receivers = new Map<string, Receiver>();

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#reservations = new Reservations(environment);
  }

  open(): void {
    for (const family of this.#environment.families) {
      // All of them, for who opens it may lay down its privileges after that.
      for (const protocol of PROTOCOLS) {
        this.#receivers.set(keyOf({ protocol, family }), new Receiver(this.#environment, family, protocol, RAW_BUFFER));
      }
      this.#senders.set(family, this.#openSender(family));
    }
  }

  send(batch: readonly Outgoing[]): void {
    let run: Leaving[] = [];
    let runFamily: AddressFamily = 4;
    for (const { id, datagram } of batch) {
      const probe = readProbe(id, datagram);
      const code = probe === null ? 'EINVAL' : this.#prepare(probe);
      if (probe === null || code !== null) {
        this.#fail(id, code ?? 'EINVAL');
        continue;
      }
      if (probe.family !== runFamily) {
        this.#senders.get(runFamily)?.outlet.send(run);
        run = [];
        runFamily = probe.family;
      }
      run.push(leavingOf(probe, this.#environment.scope));
    }
    this.#senders.get(runFamily)?.outlet.send(run);
  }

  close(): void {
    for (const { socket } of this.#senders.values()) {
      this.#environment.poller.remove(socket.fd);
      socket.close();
    }
    for (const receiver of this.#receivers.values()) receiver.close();
    this.#reservations.close();
  }

  /** Opens the way back; returns the code of what is wrong with the probe, null where nothing is. */
  #prepare(probe: Probe): string | null {
    if (!this.#senders.has(probe.family)) return 'EAFNOSUPPORT';
    try {
      const wrong = this.#reservations.hold(probe, this.#environment.scope);
      if (wrong === null) this.#receivers.get(keyOf(probe))?.admit(probe.flow);
      return wrong;
    } catch (error) {
      // As where the process has no descriptor left.
      if (!(error instanceof SystemError)) throw error;
      return error.code;
    }
  }

  #openSender(family: AddressFamily): Sender {
    const { libc, poller } = this.#environment;
    const socket = new Socket(libc, family, SocketType.raw, Protocol.raw);
    socket.growReceiveBuffer(RAW_BUFFER);
    if (this.#environment.interface !== null) socket.bindToDevice(this.#environment.interface);
    // What its own link carries leaves, though a narrower one be known: that one is to be met again, and this host is no hop.
    if (family === 4) socket.set(Level.ip, IpOption.pathMtuDiscovery, PathMtuDiscovery.probe);
    else socket.set(Level.ipv6, Ipv6Option.pathMtuDiscovery, PathMtuDiscovery.probe);
    // Otherwise the kernel keeps to itself that a queueing discipline dropped the datagram.
    if (family === 4) socket.set(Level.ip, IpOption.receiveErrors, 1);
    else socket.set(Level.ipv6, Ipv6Option.receiveErrors, 1);
    const outlet = new Outlet(this.#environment, socket, () => {});
    poller.add(socket.fd, EpollEvent.error, () => void outlet.drainErrors());
    return { socket, outlet };
  }

  #fail(id: number, code: string): void {
    const { inbox, clock } = this.#environment;
    inbox.add({ kind: 'failed', id, at: clock.now(), error: { code, message: `sending: ${code}` } });
  }
}

function keyOf({ protocol, family }: Pick<Probe, 'protocol' | 'family'>): string {
  return `${protocol} ${family}`;
}

function leavingOf({ id, datagram, destination, decoded: { ip } }: Probe, scope: number): Leaving {
  // The kernel fills in an identification of 0 (raw(7)).
  const unknown = ip.version === 4 && ip.identification === 0 ? ['identification'] : null;
  return {
    id,
    datagram,
    data: datagram,
    name: encodeSocketAddress(destination, 0, scope),
    control: [],
    actual: unknown === null ? null : datagram,
    unknown,
  };
}
