import type { AddressFamily } from '@hoplite/codec';
import type { Outgoing, SendError } from '@hoplite/engine';
import type { Carrier, Environment } from '../carrier.js';
import { EpollEvent, IpOption, Ipv6Option, Level, PathMtuDiscovery, Protocol, SocketType } from '../constants.js';
import { SystemError } from '../errno.js';
import type { Device } from '../interfaces.js';
import { type Leaving, Outlet } from '../outlet.js';
import { type Probe, readProbe } from '../probe.js';
import { encodeSocketAddress } from '../sockaddr.js';
import { Socket } from '../socket.js';
import { Receiver } from './receiver.js';
import { Reservations } from './reservations.js';
import { routing } from './routing.js';

/** How large the buffers of its sockets shall be, as far as the system grants it: in bytes. */
export const RAW_BUFFER: number = 16 << 20;

const PROTOCOLS: readonly Probe['protocol'][] = ['udp', 'icmp', 'tcp'];

interface Sender {
  readonly socket: Socket;
  readonly outlet: Outlet;
}

interface Prepared {
  readonly sender: Sender;
  readonly leaving: Leaving;
}

/** Whole datagrams through raw sockets, headers and all. Needs CAP_NET_RAW. */
export class RawCarrier implements Carrier {
  readonly #environment: Environment;
  readonly #reservations: Reservations;
  /** Those of the interface that everything is bound to are open from the beginning, others once a probe asks for them. */
  readonly #senders = new Map<string, Sender>();
  readonly #receivers = new Map<string, Receiver>();
  /** The number of the interface that the receivers are bound to. */
  #boundTo: number | undefined;

  constructor(environment: Environment) {
    this.#environment = environment;
    this.#reservations = new Reservations(environment);
    this.#boundTo = environment.devices.bound?.index;
  }

  open(): void {
    for (const family of this.#environment.families) {
      // All of them, for who opens it may lay down its privileges after that.
      for (const protocol of PROTOCOLS) {
        this.#receivers.set(keyOf({ protocol, family }), new Receiver(this.#environment, family, protocol, RAW_BUFFER));
      }
      this.#sender({ family, device: this.#environment.devices.bound });
    }
  }

  send(batch: readonly Outgoing[]): void {
    let run: Leaving[] = [];
    let sender: Sender | null = null;
    for (const outgoing of batch) {
      const prepared = this.#prepare(outgoing);
      if ('code' in prepared) {
        this.#fail(outgoing.id, prepared);
        continue;
      }
      if (sender !== prepared.sender) {
        sender?.outlet.send(run);
        run = [];
        sender = prepared.sender;
      }
      run.push(prepared.leaving);
    }
    sender?.outlet.send(run);
  }

  close(): void {
    this.#closeSenders();
    for (const receiver of this.#receivers.values()) receiver.close();
    this.#reservations.close();
  }

  /** Opens the way there and back; returns who sends it, or what is wrong with it. */
  #prepare({ id, datagram, interface: by }: Outgoing): Prepared | SendError {
    const device = this.#environment.devices.of(by);
    if (device === undefined)
      return { code: 'ENODEV', message: `there is no interface ${by ?? this.#environment.devices.bound?.name}` };
    const probe = readProbe(id, datagram, device);
    if (probe === null) return { code: 'EINVAL', message: 'neither UDP, TCP nor an ICMP echo request' };
    if (!this.#environment.families.includes(probe.family)) return sendError('EAFNOSUPPORT');
    try {
      this.#followInterface();
      const wrong = this.#reservations.hold(probe);
      if (wrong !== null) return { code: wrong, message: `${probe.source} is no address to send from here: ${wrong}` };
      this.#receivers.get(keyOf(probe))?.admit(probe.flow);
      return { sender: this.#sender(probe), leaving: leavingOf(probe) };
    } catch (error) {
      // As where the process has no descriptor left, or laid down the privilege to open one more.
      if (!(error instanceof SystemError)) throw error;
      return error;
    }
  }

  /** To an interface that was made anew sockets have to be bound anew. Throws `SystemError` where this process no longer may. */
  #followInterface(): void {
    const { bound } = this.#environment.devices;
    if (bound === null || bound.index === this.#boundTo) return;
    for (const receiver of this.#receivers.values()) receiver.bindToDevice(bound.name);
    this.#closeSenders();
    this.#boundTo = bound.index;
  }

  #closeSenders(): void {
    for (const { socket, outlet } of this.#senders.values()) {
      outlet.close();
      this.#environment.poller.remove(socket.fd);
      socket.close();
    }
    this.#senders.clear();
  }

  #sender({ family, device }: Pick<Probe, 'family' | 'device'>): Sender {
    const key = `${family} ${device?.index}`;
    const sender = this.#senders.get(key) ?? this.#openSender(family, device);
    this.#senders.set(key, sender);
    return sender;
  }

  #openSender(family: AddressFamily, device: Device | null): Sender {
    const socket = new Socket(this.#environment.libc, family, SocketType.raw, Protocol.raw);
    try {
      return { socket, outlet: this.#makeReady(socket, device) };
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  #makeReady(socket: Socket, device: Device | null): Outlet {
    const { family } = socket;
    socket.growReceiveBuffer(RAW_BUFFER);
    if (device !== null) socket.bindToDevice(device.name);
    // What its own link carries leaves, though a narrower one be known: that one is to be met again, and this host is no hop.
    if (family === 4) socket.set(Level.ip, IpOption.pathMtuDiscovery, PathMtuDiscovery.probe);
    else socket.set(Level.ipv6, Ipv6Option.pathMtuDiscovery, PathMtuDiscovery.probe);
    // Otherwise the kernel keeps to itself that a queueing discipline dropped the datagram.
    if (family === 4) socket.set(Level.ip, IpOption.receiveErrors, 1);
    else socket.set(Level.ipv6, Ipv6Option.receiveErrors, 1);
    const outlet = new Outlet(this.#environment, socket, () => {});
    this.#environment.poller.add(socket.fd, EpollEvent.error, () => void outlet.drainErrors());
    return outlet;
  }

  #fail(id: number, { code, message }: SendError): void {
    const { inbox, clock } = this.#environment;
    inbox.add({ kind: 'failed', id, at: clock.now(), error: { code, message } });
  }
}

function sendError(code: string): SendError {
  return { code, message: `sending: ${code}` };
}

function keyOf({ protocol, family }: Pick<Probe, 'protocol' | 'family'>): string {
  return `${protocol} ${family}`;
}

function leavingOf(probe: Probe): Leaving {
  const { id, datagram, destination, device, decoded } = probe;
  const { ip } = decoded;
  // The kernel fills in an identification of 0 (raw(7)).
  const unknown = ip.version === 4 && ip.identification === 0 ? ['identification'] : null;
  return {
    id,
    datagram,
    data: datagram,
    name: encodeSocketAddress(destination, 0, device?.index),
    control: routing(probe),
    actual: unknown === null ? null : datagram,
    unknown,
  };
}
