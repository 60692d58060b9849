import { type DatagramInit, TcpFlag } from '@hoplite/codec';
import type { Instant } from '@hoplite/engine';
import type { Environment } from '../carrier.js';
import {
  EpollEvent,
  Errno,
  IpOption,
  Ipv6Option,
  Level,
  PathMtuDiscovery,
  Protocol,
  SocketOption,
  SocketType,
} from '../constants.js';
import { errnoName } from '../errno.js';
import { drainErrorQueue, type QueuedError } from '../error-queue.js';
import type { Probe } from '../probe.js';
import { encodeSocketAddress } from '../sockaddr.js';
import { Socket } from '../socket.js';
import { StampCounter } from '../stamps.js';
import { asSent } from './as-sent.js';
import { bindToSource } from './bind.js';
import { showErrors } from './options.js';
import { rebuildError, rebuildReply } from './rebuild.js';

/**
 * The kernel sends a SYN again after a second (RFC 6298 section 2), and nobody could tell which of the two an answer is to:
 * so a connection is given up before. In nanoseconds.
 */
const RETRANSMISSION: Instant = 1e9;
const PATIENCE: Instant = 950e6;

/** `TCP_INFO` of `linux/tcp.h`, and where in its structure things are. */
const TCP_INFO = 11;
const INFORMATION = { size: 104, state: 0, roundTrip: 68, retransmissions: 100 };
/** Of a connection that stands: also one that the destination has closed again by the time that it is looked at. */
const ESTABLISHED = 1;
const CLOSE_WAIT = 8;

interface Attempt {
  readonly probe: Probe;
  readonly socket: Socket;
  readonly port: number;
  readonly sentAt: Instant;
  readonly cancel: () => void;
}

/** TCP probes: a connection attempt each, on a socket of its own, which ties every answer to its probe. */
export class Connections {
  readonly #environment: Environment;
  readonly #open = new Set<Attempt>();
  /** Of all calls of `connect` that sent a SYN, how long the shortest took. */
  #shortestCall: Instant = Number.POSITIVE_INFINITY;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Throws `SystemError` where it cannot be sent. */
  send(probe: Probe): void {
    const { libc, clock, poller } = this.#environment;
    const socket = new Socket(libc, probe.family, SocketType.stream, Protocol.tcp);
    try {
      this.#configure(socket, probe);
      const port = bindToSource(socket, probe.source, probe.flow, probe.device);
      const name = encodeSocketAddress(probe.destination, probe.destinationPort, probe.device?.index);
      const calledAt = clock.now();
      const result = socket.connect(name);
      const returnedAt = clock.now();
      const isUnderWay = result === 0 || result === -Errno.inProgress;
      const sentAt = calledAt + this.#untilSent(returnedAt - calledAt, isUnderWay);
      const attempt = { probe, socket, port, sentAt, cancel: clock.wake(sentAt + PATIENCE, () => this.#take(attempt)) };
      this.#open.add(attempt);
      poller.add(socket.fd, EpollEvent.out, () => this.#take(attempt));
      // On the same machine the answer may be there already.
      if (isUnderWay) this.#tellSent(attempt);
      else this.#takeAtOnce(attempt, -result, returnedAt);
      // Of answers without a stamp the instant is when they are read.
      this.#environment.drain();
    } catch (error) {
      socket.close();
      throw error;
    }
  }

  close(): void {
    for (const attempt of [...this.#open]) this.#end(attempt);
  }

  /**
   * How long after the call of `connect` the SYN left, which happens somewhere in it and is stamped by nobody: half of the
   * shortest call is least wrong. What makes others longer comes after that: routers of the same machine, answers that are
   * there at once.
   */
  #untilSent(took: Instant, isUnderWay: boolean): Instant {
    if (isUnderWay) this.#shortestCall = Math.min(this.#shortestCall, took);
    return Math.round(Math.min(this.#shortestCall, took) / 2);
  }

  #configure(socket: Socket, { ttl, typeOfService, dontFragment, device }: Probe): void {
    showErrors(socket);
    if (socket.family === 4) {
      socket.set(Level.ip, IpOption.ttl, ttl);
      socket.set(Level.ip, IpOption.typeOfService, typeOfService);
      socket.set(Level.ip, IpOption.pathMtuDiscovery, dontFragment ? PathMtuDiscovery.probe : PathMtuDiscovery.dont);
    } else {
      socket.set(Level.ipv6, Ipv6Option.unicastHops, ttl);
      socket.set(Level.ipv6, Ipv6Option.trafficClass, typeOfService);
    }
    // An open port sees a connection that is reset, never one that lingers.
    socket.set(Level.socket, SocketOption.linger, new Uint8Array([1, 0, 0, 0, 0, 0, 0, 0]));
    if (device !== null) socket.bindToDevice(device.name);
  }

  /** The kernel makes no transmit stamp of a SYN. */
  #tellSent({ probe, port, sentAt }: Attempt): void {
    const { actual, unknown } = asSent(probe, port);
    const hidden = [...unknown, ...UNKNOWN_OF_SYN];
    this.#environment.inbox.add({ kind: 'sent', id: probe.id, stamp: null, at: sentAt, actual, unknown: hidden });
  }

  #takeAtOnce(attempt: Attempt, errno: number, at: Instant): void {
    const { inbox } = this.#environment;
    const { probe, sentAt } = attempt;
    const before = this.#drainErrors(attempt, () => this.#tellSent(attempt));
    if (before === 0 && errno === Errno.connRefused) {
      this.#tellSent(attempt);
      this.#tellDirect(attempt, 'rst', at);
    } else if (before === 0) {
      const code = errnoName(errno);
      inbox.add({ kind: 'failed', id: probe.id, at: sentAt, error: { code, message: `connect: ${code}` } });
    }
    this.#end(attempt);
  }

  #take(attempt: Attempt): void {
    if (!this.#open.has(attempt)) return;
    if (this.#drainErrors(attempt, () => {}) === 0) {
      const { state, retransmissions, roundTrip } = informationOf(attempt.socket);
      const errno = attempt.socket.takeError();
      const reset = errno === Errno.connReset || errno === Errno.pipe;
      const stood = state === ESTABLISHED || state === CLOSE_WAIT || reset;
      if (retransmissions > 0) this.#tellLost();
      else if (stood) this.#tellDirect(attempt, 'syn-ack', attempt.sentAt + roundTrip);
      else if (errno === Errno.connRefused) this.#tellDirect(attempt, 'rst', this.#environment.clock.now());
    }
    this.#end(attempt);
  }

  #drainErrors(attempt: Attempt, onFirst: () => void): number {
    const { receiveBatch, stamps } = this.#environment;
    let count = 0;
    return drainErrorQueue(attempt.socket, receiveBatch, stamps, new StampCounter(), (queued) => {
      if (count++ === 0) onFirst();
      this.#tellError(attempt, queued);
    });
  }

  #tellError({ probe, port, sentAt }: Attempt, { message, said, error }: QueuedError): void {
    const { inbox, clock } = this.#environment;
    const { source, destination, destinationPort, id, family } = probe;
    const bytes = message.data.length > 0 ? message.data.slice() : portsOf(port, destinationPort);
    const shown = { protocol: 'tcp', bytes, madeUp: 0, source, destination } as const;
    const rebuilt = rebuildError(family, shown, error, said);
    if (rebuilt === null) return;
    // When the SYN left is known to some microseconds, and what is on this machine answers in as many.
    const at = Math.max(sentAt, said.stamp === null ? clock.now() : clock.instantOf(said.stamp));
    if (at > sentAt + RETRANSMISSION) this.#tellLost();
    else inbox.add({ kind: 'received', ...rebuilt, stamp: null, at, answers: id });
  }

  /** Neither is shown: they are known by what became of the connection. */
  #tellDirect({ probe, port }: Attempt, direct: 'syn-ack' | 'rst', at: Instant): void {
    const { inbox } = this.#environment;
    const { family, source, destination, destinationPort, id } = probe;
    const payload = segment(
      destinationPort,
      port,
      direct === 'rst' ? TcpFlag.rst | TcpFlag.ack : TcpFlag.syn | TcpFlag.ack,
    );
    const unseen = { ttl: null, typeOfService: null, flowLabel: null };
    const { datagram, reconstructed } = rebuildReply(payload, ['tcp', destination, source], family, unseen);
    const hidden = [...reconstructed, 'sequenceNumber', 'acknowledgmentNumber', 'window'];
    inbox.add({ kind: 'received', datagram, reconstructed: hidden, stamp: null, at, answers: id });
  }

  /** After the SYN was sent again: which of the two was answered, nobody can tell. */
  #tellLost(): void {
    this.#environment.inbox.notice(
      'answer-dropped',
      'an answer to a TCP probe came after the system had sent it again',
    );
  }

  #end(attempt: Attempt): void {
    if (!this.#open.delete(attempt)) return;
    attempt.cancel();
    this.#environment.poller.remove(attempt.socket.fd);
    attempt.socket.close();
  }
}

const UNKNOWN_OF_SYN = ['sequenceNumber', 'checksum', 'length', 'window', 'options'];

/** The handshake as the kernel saw it; its round trip in nanoseconds. */
function informationOf(socket: Socket): { state: number; roundTrip: Instant; retransmissions: number } {
  const bytes = socket.read(Level.tcp, TCP_INFO, INFORMATION.size);
  if (bytes.length < INFORMATION.size) return { state: 0, roundTrip: 0, retransmissions: 0 };
  const view = new DataView(bytes.buffer);
  return {
    state: view.getUint8(INFORMATION.state),
    roundTrip: view.getUint32(INFORMATION.roundTrip, true) * 1000,
    retransmissions: view.getUint32(INFORMATION.retransmissions, true),
  };
}

/** The least that a quote holds. */
function portsOf(source: number, destination: number): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, source);
  view.setUint16(2, destination);
  return bytes;
}

function segment(sourcePort: number, destinationPort: number, flags: number): DatagramInit['payload'] {
  return {
    kind: 'tcp',
    sourcePort,
    destinationPort,
    sequenceNumber: 0,
    acknowledgmentNumber: 0,
    reserved: 0,
    flags,
    window: 0,
    urgentPointer: 0,
    options: [],
    payload: new Uint8Array(0),
  };
}
