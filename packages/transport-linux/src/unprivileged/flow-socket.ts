import type { Address, AddressFamily } from '@hoplite/codec';
import type { Environment } from '../carrier.js';
import {
  EpollEvent,
  Errno,
  IpOption,
  Ipv6Option,
  Level,
  PathMtuDiscovery,
  SocketOption,
  SocketType,
} from '../constants.js';
import { type ControlValue, decodeControl } from '../control-messages.js';
import { Drops } from '../drops.js';
import type { QueuedError } from '../error-queue.js';
import type { Device } from '../interfaces.js';
import { type Message, MOST_READ_AT_ONCE } from '../message-batch.js';
import { type Leaving, Outlet } from '../outlet.js';
import type { Probe } from '../probe.js';
import { decodeSocketAddress, encodeSocketAddress } from '../sockaddr.js';
import { Socket } from '../socket.js';
import { asSent } from './as-sent.js';
import { bindToSource } from './bind.js';
import type { Dialect } from './dialect.js';
import { showErrors } from './options.js';
import { rebuildError, rebuildReply } from './rebuild.js';
import { Ties } from './ties.js';

/** An error waits on a socket that received one: reading takes it off. More than so many in a row are none of ours. */
const MOST_ERRORS = 16;

/** How large the buffer of such a socket shall be, as far as the system grants it: in bytes. */
export const FLOW_BUFFER: number = 8 << 20;

/** An ordinary datagram socket: the source port of UDP probes, or the identifier of echo requests. */
export class FlowSocket {
  readonly #environment: Environment;
  readonly #dialect: Dialect;
  readonly #family: AddressFamily;
  readonly #source: Address;
  readonly #device: Device | null;
  readonly #socket: Socket;
  readonly #outlet: Outlet;
  readonly #ties = new Ties();
  /** The port or identifier that the system gave it. */
  readonly #bound: number;
  readonly #drops: Drops;
  #dontFragment: boolean | null = null;

  /** For probes like this one. Throws `SystemError`. */
  constructor(environment: Environment, dialect: Dialect, { family, source, flow, device }: Probe) {
    this.#environment = environment;
    this.#dialect = dialect;
    this.#family = family;
    this.#source = source;
    this.#device = device;
    this.#socket = new Socket(environment.libc, family, SocketType.datagram, dialect.socketProtocol(family));
    this.#drops = new Drops(this.#socket, environment.inbox);
    try {
      this.#configure();
      this.#bound = bindToSource(this.#socket, source, flow, device);
      this.#outlet = new Outlet(environment, this.#socket, (error) => this.#takeError(error));
      environment.poller.add(this.#socket.fd, EpollEvent.in, () => this.#drain());
    } catch (error) {
      this.#socket.close();
      throw error;
    }
  }

  send(probes: readonly Probe[]): void {
    for (let from = 0; from < probes.length; ) {
      const { dontFragment } = probes[from] as Probe;
      const until = probes.findIndex((probe, at) => at > from && probe.dontFragment !== dontFragment);
      const run = probes.slice(from, until < 0 ? probes.length : until);
      this.#setDontFragment(dontFragment);
      for (const probe of run) this.#ties.add(probe);
      this.#outlet.send(run.map((probe) => this.#leaving(probe)));
      from += run.length;
    }
  }

  close(): void {
    this.#outlet.close();
    this.#environment.poller.remove(this.#socket.fd);
    this.#socket.close();
  }

  #configure(): void {
    showErrors(this.#socket);
    this.#socket.set(Level.socket, SocketOption.receiveQueueOverflow, 1);
    this.#socket.growReceiveBuffer(FLOW_BUFFER);
    if (this.#device !== null) this.#socket.bindToDevice(this.#device.name);
  }

  /** No control message says it. IPv6 always sends what it is given as it is. */
  #setDontFragment(wanted: boolean): void {
    if (this.#family === 6 || this.#dontFragment === wanted) return;
    this.#dontFragment = wanted;
    this.#socket.set(Level.ip, IpOption.pathMtuDiscovery, wanted ? PathMtuDiscovery.probe : PathMtuDiscovery.dont);
  }

  #leaving(probe: Probe): Leaving {
    const { id, datagram, destination, destinationPort, ttl, typeOfService } = probe;
    const control: readonly ControlValue[] =
      this.#family === 4
        ? [
            [Level.ip, IpOption.ttl, ttl],
            [Level.ip, IpOption.typeOfService, typeOfService],
          ]
        : [
            [Level.ipv6, Ipv6Option.hopLimit, ttl],
            [Level.ipv6, Ipv6Option.trafficClass, typeOfService],
          ];
    const name = encodeSocketAddress(destination, destinationPort, this.#device?.index);
    return { id, datagram, data: this.#dialect.given(probe), name, control, ...asSent(probe, this.#bound) };
  }

  /** Answers first and stamps after them: so the stamp of every answer in hand is in hand too. */
  #drain(): void {
    const { receiveBatch } = this.#environment;
    let count = 0;
    for (let errors = 0; errors < MOST_ERRORS && count < MOST_READ_AT_ONCE; ) {
      const messages = receiveBatch.receive(this.#socket.fd, 'data');
      if (messages === -Errno.again) break;
      if (typeof messages === 'number') {
        errors++;
        continue;
      }
      count += messages.length;
      for (const message of messages) this.#takeAnswer(message);
    }
    this.#drops.drained(count);
    this.#outlet.drainErrors();
  }

  #takeAnswer({ data, name, control }: Message): void {
    const { inbox, clock } = this.#environment;
    const said = decodeControl(control);
    const from = decodeSocketAddress(name);
    this.#drops.heard(said.dropped);
    if (from === null) return;
    const payload = this.#dialect.answer(data, from.port, this.#bound);
    const to = said.destination ?? this.#source;
    const rebuilt = rebuildReply(payload, [this.#dialect.protocol, from.address, to], this.#family, said);
    inbox.add({ kind: 'received', ...rebuilt, stamp: said.stamp, at: clock.now(), answers: null });
  }

  #takeError({ message, said, error }: QueuedError): void {
    const { inbox, clock } = this.#environment;
    const to = decodeSocketAddress(message.name);
    if (to === null) return;
    const { protocol, unshown } = this.#dialect;
    const bytes = this.#dialect.quoted(message.data, this.#bound, to.port);
    const shown = { protocol, bytes, madeUp: unshown, source: this.#source, destination: to.address };
    const rebuilt = rebuildError(this.#family, shown, error, said);
    if (rebuilt === null) return;
    const answers = protocol === 'udp' ? this.#ties.find(to.address, to.port, message.data) : null;
    inbox.add({ kind: 'received', ...rebuilt, stamp: said.stamp, at: clock.now(), answers });
  }
}
