import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { type Address, addressFamily } from '@hoplite/codec';

/** The protocols whose source ports are held. */
export type PortProtocol = 'udp' | 'tcp';

/** As many as an engine has probes in flight by default. */
const MOST = 1000;

/**
 * Source ports, held by bound sockets while probes leave from them: no other program is given one, and the system does
 * not refuse what is sent to it. Those that were not used for longest are let go where they become too many. A port that
 * belongs to another program already is shared with it: its replies are told apart by more than the port.
 */
export class SourcePorts {
  readonly #most: number;
  /** What lets each go; the one used last is last. */
  readonly #held = new Map<string, () => Promise<void>>();
  readonly #leaving = new Set<Promise<void>>();

  constructor(most: number = MOST) {
    this.#most = most;
  }

  /** Holds it within a few turns of the loop. */
  hold(protocol: PortProtocol, source: Address, port: number): void {
    const key = `${protocol} ${source} ${port}`;
    const known = this.#held.get(key);
    this.#held.delete(key);
    this.#held.set(key, known ?? (protocol === 'udp' ? holdUdp(source, port) : holdTcp(source, port)));
    if (this.#held.size <= this.#most) return;
    for (const [oldest, release] of this.#held) {
      this.#held.delete(oldest);
      this.#leave(release());
      return;
    }
  }

  /** Lets all go, and resolves when they are gone. */
  async close(): Promise<void> {
    const releases = [...this.#held.values()];
    this.#held.clear();
    for (const release of releases) this.#leave(release());
    await Promise.all(this.#leaving);
  }

  #leave(leaving: Promise<void>): void {
    this.#leaving.add(leaving);
    void leaving.then(() => this.#leaving.delete(leaving));
  }
}

function holdUdp(address: Address, port: number): () => Promise<void> {
  const socket = createSocket(addressFamily(address) === 4 ? 'udp4' : 'udp6');
  socket.on('error', () => {});
  socket.bind({ address, port, exclusive: true });
  socket.unref();
  return () => new Promise((resolve) => void socket.close(resolve));
}

/**
 * A connection from the port to itself (RFC 9293 section 3.5, simultaneous open). One that listens would let strangers
 * in, and one that only has its port cannot be had from Node.
 */
function holdTcp(address: Address, port: number): () => Promise<void> {
  const socket = connect({ host: address, port, localAddress: address, localPort: port });
  const closed = new Promise<void>((resolve) => void socket.once('close', () => resolve()));
  socket.on('error', () => {});
  socket.unref();
  return () => {
    // A reset leaves no connection behind that waits a minute for its end.
    if (socket.connecting) socket.destroy();
    else socket.resetAndDestroy();
    return closed;
  };
}
