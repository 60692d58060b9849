import { EventEmitter } from 'node:events';
import { decodeDatagram } from '@hoplite/codec';
import { portUnreachable, timeExceeded } from '@hoplite/testing';
import type { default as RawSocketModule, Socket, SocketInit, SocketWrap } from 'raw-socket';

/** What a system of the fake does. Refusals are the messages of `strerror`. */
export interface FakeSystem {
  /** Why it opens no such socket; null where it does. */
  readonly refuses?: (protocol: number, family: 4 | 6) => string | null;
  /** Why it neither sets nor tells an option. */
  readonly refusesOption?: (option: number, asked: 'set' | 'get') => string | null;
  /** Why a datagram does not leave; null where it does. */
  readonly sends?: (datagram: Uint8Array, destination: string, fake: FakeModule) => string | null;
  /** Bytes of a receive buffer. */
  readonly grants?: number;
}

/** An npm raw-socket without a system below it, as that package behaves: one buffer, bare errors, whatever is left open. */
export interface FakeModule {
  readonly module: typeof RawSocketModule;
  /** Those that are open. */
  readonly sockets: readonly FakeSocket[];
  /** Lets a datagram wait at every socket of that protocol and family, and tells those that listen. */
  arrive(family: 4 | 6, protocol: number, bytes: Uint8Array, from: string): void;
}

export class FakeSocket implements Socket {
  readonly family: 4 | 6;
  readonly protocol: number;
  readonly buffer: Buffer;
  readonly wrap: SocketWrap;
  readonly waiting: { readonly bytes: Uint8Array; readonly from: string }[] = [];
  readonly options = new Map<number, number | Uint8Array>();
  dropped = 0;
  readonly #system: FakeSystem;
  readonly #closed: (socket: FakeSocket) => void;

  constructor(
    system: FakeSystem,
    fake: FakeModule,
    { protocol, addressFamily, bufferSize }: SocketInit,
    closed: (socket: FakeSocket) => void,
  ) {
    this.family = addressFamily === 1 ? 4 : 6;
    this.protocol = protocol;
    this.buffer = Buffer.alloc(bufferSize);
    this.#system = system;
    this.#closed = closed;
    this.wrap = Object.assign(new EventEmitter(), {
      recv: (buffer: Uint8Array, callback: (buffer: Uint8Array, bytes: number, source: string) => void) => {
        const next = this.waiting.shift();
        if (next === undefined) throw new Error('Resource temporarily unavailable');
        buffer.set(next.bytes);
        callback(buffer, next.bytes.length, next.from);
      },
      send: (bytes: Uint8Array, _offset: number, _length: number, destination: string, callback: () => void) => {
        const refusal = system.sends?.(new Uint8Array(bytes), destination, fake) ?? null;
        if (refusal !== null) throw new Error(refusal);
        callback();
      },
    });
    // What the package does by itself: it takes a datagram for listeners of its own.
    this.wrap.on('recvReady', () => void this.waiting.shift());
    this.wrap.on('error', () => this.close());
  }

  setOption(_level: number, option: number, value: number | Uint8Array): void {
    this.#refuse(option, 'set');
    this.options.set(option, value);
  }

  getOption(_level: number, option: number, value: Uint8Array): number {
    this.#refuse(option, 'get');
    const words = new Uint32Array(value.length / 4);
    if (option === SO_RCVBUF) words[0] = this.#system.grants ?? 212_992;
    if (option === SO_MEMINFO) words.set([this.waiting.length * 832, 0, 0, 0, 0, 0, 0, 0, this.dropped]);
    value.set(new Uint8Array(words.buffer));
    return value.length;
  }

  close(): void {
    this.#closed(this);
  }

  #refuse(option: number, asked: 'set' | 'get'): void {
    const refusal = this.#system.refusesOption?.(option, asked) ?? null;
    if (refusal !== null) throw new Error(refusal);
  }
}

const SO_RCVBUF = 8;
const SO_MEMINFO = 55;

export function createFakeModule(system: FakeSystem = {}): FakeModule {
  const sockets: FakeSocket[] = [];
  const module: typeof RawSocketModule = {
    AddressFamily: { IPv4: 1, IPv6: 2 },
    SocketLevel: { SOL_SOCKET: 1, IPPROTO_IP: 0 },
    SocketOption: { SO_RCVBUF, IP_HDRINCL: 3 },
    createSocket(init) {
      const refusal = system.refuses?.(init.protocol, init.addressFamily === 1 ? 4 : 6) ?? null;
      if (refusal !== null) throw new Error(refusal);
      const socket = new FakeSocket(system, fake, init, (closed) => {
        if (!sockets.includes(closed)) throw new Error('a socket was closed twice');
        sockets.splice(sockets.indexOf(closed), 1);
      });
      sockets.push(socket);
      return socket;
    },
  };
  const fake: FakeModule = {
    module,
    sockets,
    arrive(family, protocol, bytes, from) {
      for (const socket of sockets) {
        if (socket.family !== family || socket.protocol !== protocol) continue;
        socket.waiting.push({ bytes, from });
        setImmediate(() => {
          if (sockets.includes(socket) && socket.waiting.length > 0) socket.wrap.emit('recvReady');
        });
      }
    },
  };
  return fake;
}

/** A module behind which lie a router and, a hop further, any destination but one. `turned` is how its system has headers. */
export function createFakeNetwork(unroutable: string, turned: (datagram: Uint8Array) => Uint8Array): FakeModule {
  return createFakeModule({
    sends(bytes, destination, fake) {
      if (destination === unroutable) return 'Network is unreachable';
      const datagram = turned(bytes);
      const decoded = decodeDatagram(datagram);
      if (!decoded.ok || decoded.value.ip.version !== 4) return 'Invalid argument';
      const expired = decoded.value.ip.ttl === 1;
      const answer = expired ? timeExceeded(datagram, ROUTER) : portUnreachable(datagram, destination);
      setTimeout(() => fake.arrive(4, 1, turned(answer), expired ? ROUTER : destination), 1);
      return null;
    },
  });
}

const ROUTER = '198.51.100.1';
