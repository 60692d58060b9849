import type { Address } from '@hoplite/codec';
import type { Instant } from '@hoplite/engine';
import type { Environment } from '../carrier.js';
import { Errno, Protocol, SocketType } from '../constants.js';
import { errnoName } from '../errno.js';
import type { Probe } from '../probe.js';
import { encodeSocketAddress } from '../sockaddr.js';
import { Socket } from '../socket.js';
import { attachFilter } from './attach-filter.js';
import { NOTHING_PASSES } from './filter.js';

/** Further ones are given back, the least recently used first. */
const MOST = 512;

/** So long after it was tried an address is taken to be this host's still: in nanoseconds. */
const TRUST: Instant = 100e6;

/**
 * Ordinary sockets that hold the source ports of probes, so that no other program gets them and the kernel answers no
 * UDP reply with Port Unreachable. They also tell whether a source address is this host's: a raw socket sends from any.
 */
export class Reservations {
  readonly #environment: Environment;
  readonly #held = new Map<string, Socket>();
  /** When each source address was last seen to be this host's. */
  readonly #seen = new Map<Address, Instant>();

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Returns the code of what is wrong with the probe's source; null where nothing is. */
  hold(probe: Probe): string | null {
    const key = `${probe.protocol} ${probe.source} ${probe.flow} ${probe.device?.index}`;
    const held = this.#held.get(key);
    if (held === undefined) return this.#take(key, probe);
    this.#held.delete(key);
    this.#held.set(key, held);
    return this.#check(probe);
  }

  close(): void {
    for (const socket of this.#held.values()) socket.close();
    this.#held.clear();
  }

  /** What was bound stays bound when the address is taken away, and to a raw socket it is all the same. */
  #check({ family, source, device }: Probe): string | null {
    const { libc, clock } = this.#environment;
    const now = clock.now();
    if (now - (this.#seen.get(source) ?? Number.NEGATIVE_INFINITY) < TRUST) return null;
    const socket = new Socket(libc, family, SocketType.datagram, Protocol.udp);
    const errno = -socket.bind(encodeSocketAddress(source, 0, device?.index));
    socket.close();
    if (errno === Errno.addrNotAvail) return errnoName(errno);
    this.#seen.set(source, now);
    return null;
  }

  #take(key: string, { protocol, family, source, flow, device }: Probe): string | null {
    const { libc } = this.#environment;
    const [type, number] = protocol === 'tcp' ? [SocketType.stream, Protocol.tcp] : [SocketType.datagram, Protocol.udp];
    const socket = new Socket(libc, family, type, number);
    const errno = -socket.bind(encodeSocketAddress(source, protocol === 'icmp' ? 0 : flow, device?.index));
    // Another program's port: it gets our replies too, and we get them as well.
    if (errno !== 0 && errno !== Errno.addrInUse && errno !== Errno.acces) {
      socket.close();
      return errnoName(errno);
    }
    // What comes to it a raw socket has too: nothing needs to be kept. To a TCP socket that neither listens nor connects comes
    // nothing, and new kernels let only CAP_NET_ADMIN filter it.
    try {
      if (protocol !== 'tcp') attachFilter(libc, socket, NOTHING_PASSES);
    } catch (error) {
      socket.close();
      throw error;
    }
    for (const [oldest, other] of this.#held) {
      if (this.#held.size < MOST) break;
      other.close();
      this.#held.delete(oldest);
    }
    this.#held.set(key, socket);
    return null;
  }
}
