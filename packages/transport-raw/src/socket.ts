import { endianness } from 'node:os';
import { type Address, type AddressFamily, fragmentIpv4 } from '@hoplite/codec';
import type { SendError } from '@hoplite/engine';
import type { default as RawSocketModule, Socket } from 'raw-socket';
import { fromSocketOrder, toSocketOrder } from './byte-order.js';
import { codeOfMessage } from './errno.js';
import { bindToDevice, checkBoundDevice, filterIcmp, forceReceiveBuffer, forgetPathMtu, readBacklog } from './linux.js';
import type { Platform } from './platform.js';

/** Where sockets come from, and on what system. */
export interface System {
  readonly module: typeof RawSocketModule;
  readonly platform: Platform;
  /** The addresses of this host; default those that Node tells of. */
  readonly addresses?: () => readonly Address[];
}

export interface SocketPlan {
  readonly family: AddressFamily;
  /** The number of the IP protocol that it receives, or `SEND_ONLY`. */
  readonly protocol: number;
  /** The interface that it is bound to. */
  readonly device: string | null;
}

/** IPPROTO_RAW: such a socket takes whole datagrams of any protocol, and receives nothing. */
export const SEND_ONLY = 255;

export interface SocketEvents {
  /** A datagram waits. */
  readonly readable: () => void;
  /** The socket is of no more use. */
  readonly broken: (error: SendError) => void;
}

/** What a socket received: over IPv4 the datagram, over IPv6 what follows its headers. */
export interface Received {
  /** A copy. */
  readonly bytes: Uint8Array;
  readonly from: string;
}

/**
 * A socket of npm raw-socket, read and written past that package's queue, which reads one datagram a turn of the loop and
 * sends only in turns in which none waits to be read.
 */
export class RawSocket {
  readonly family: AddressFamily;
  readonly protocol: number;
  /** Bytes of its receive buffer as granted. */
  readonly bufferSize: number;
  readonly #platform: Platform;
  readonly #device: string | null;
  readonly #socket: Socket;
  readonly #events: SocketEvents;
  /** Whether the system tells what waits. */
  readonly #tellsBacklog: boolean;

  /** Throws what `asSendError` reads where the system refuses. */
  constructor({ module, platform }: System, { family, protocol, device }: SocketPlan, events: SocketEvents) {
    this.family = family;
    this.protocol = protocol;
    this.#platform = platform;
    this.#device = device;
    this.#events = events;
    const addressFamily = family === 4 ? module.AddressFamily.IPv4 : module.AddressFamily.IPv6;
    this.#socket = module.createSocket({ protocol, addressFamily, bufferSize: protocol === SEND_ONLY ? 1 : LONGEST });
    try {
      this.#setUp(module);
      this.bufferSize = this.#growBuffer(module);
      this.#tellsBacklog = platform.name === 'linux' && succeeds(() => readBacklog(this.#socket));
    } catch (error) {
      this.#socket.close();
      throw error;
    }
    const { wrap } = this.#socket;
    wrap.removeAllListeners();
    wrap.on('recvReady', events.readable);
    wrap.on('error', () => events.broken({ code: 'EBADF', message: 'the system watches a raw socket no longer' }));
  }

  /** Sends a whole datagram at once, in fragments where it is too long and may be divided; what went wrong where it did not leave. */
  send(datagram: Uint8Array, destination: string): SendError | null {
    const error = this.#send(datagram, destination);
    if (error?.code !== 'EMSGSIZE') return error;
    const identification = 1 + Math.floor(Math.random() * 0xffff);
    for (const mtu of USUAL_MTUS) {
      const [first, ...others] = fragmentIpv4(datagram, mtu, identification);
      if (first === undefined || others.length === 0) continue;
      const refusal = this.#send(first, destination);
      if (refusal?.code === 'EMSGSIZE') continue;
      for (const other of others) this.#send(other, destination);
      return refusal;
    }
    return { code: error.code, message: `${datagram.length} bytes are more than the interface carries` };
  }

  /** Binds it anew where its interface was made anew. Throws what `asSendError` reads where there is none, or it may not. */
  followInterface(): void {
    if (this.#device === null) return;
    const isThere = succeeds(() => checkBoundDevice(this.#socket));
    if (!isThere) bindToDevice(this.#socket, this.#device);
  }

  #send(datagram: Uint8Array, destination: string): SendError | null {
    const bytes = this.family === 4 ? toSocketOrder(datagram, this.#platform.headerOrder, LITTLE_ENDIAN) : datagram;
    try {
      this.#socket.wrap.send(bytes, 0, bytes.length, destination, () => {});
      return null;
    } catch (error) {
      return asSendError(error);
    }
  }

  /** The next datagram that waits; null where none does. */
  receive(): Received | null {
    if (this.#tellsBacklog && !readBacklog(this.#socket).waiting) return null;
    try {
      return this.#read();
    } catch (error) {
      const sendError = asSendError(error);
      if (sendError.code !== 'EAGAIN' && sendError.code !== 'EINTR') this.#events.broken(sendError);
      return null;
    }
  }

  /** How many datagrams found its buffer full so far; 0 where the system does not say. */
  get dropped(): number {
    return this.#tellsBacklog ? readBacklog(this.#socket).dropped : 0;
  }

  /** Once: the package would open another socket for what is sent or read after it. */
  close(): void {
    this.#socket.close();
  }

  #read(): Received | null {
    const { wrap, buffer } = this.#socket;
    let received: Received | null = null;
    wrap.recv(buffer, (_, length, from) => {
      // The next one comes into the same buffer, of which `slice` is a view as with any `Buffer`.
      const bytes = new Uint8Array(buffer.subarray(0, length));
      received = {
        bytes: this.family === 4 ? fromSocketOrder(bytes, this.#platform.headerOrder, LITTLE_ENDIAN) : bytes,
        from,
      };
    });
    return received;
  }

  #setUp({ SocketLevel, SocketOption }: typeof RawSocketModule): void {
    if (this.#device !== null) bindToDevice(this.#socket, this.#device);
    if (this.protocol === SEND_ONLY && this.family === 4) {
      this.#socket.setOption(SocketLevel.IPPROTO_IP, SocketOption.IP_HDRINCL, 1);
    }
    if (this.#platform.name !== 'linux') return;
    // What takes the place of Linux in some containers knows neither; probes are carried all the same.
    if (this.protocol === SEND_ONLY) succeeds(() => forgetPathMtu(this.#socket, this.family));
    else succeeds(() => filterIcmp(this.#socket, this.protocol));
  }

  #growBuffer({ SocketLevel, SocketOption }: typeof RawSocketModule): number {
    const granted = new Uint32Array(1);
    // As much as the system gives.
    succeeds(() => this.#socket.setOption(SocketLevel.SOL_SOCKET, SocketOption.SO_RCVBUF, WANTED_BUFFER));
    if (this.#platform.name === 'linux') succeeds(() => forceReceiveBuffer(this.#socket, WANTED_BUFFER));
    this.#socket.getOption(SocketLevel.SOL_SOCKET, SocketOption.SO_RCVBUF, new Uint8Array(granted.buffer), 4);
    return granted[0] ?? 0;
  }
}

/** What the package threw. */
export function asSendError(error: unknown): SendError {
  const message = error instanceof Error ? error.message : String(error);
  return { code: codeOfMessage(message), message };
}

function succeeds(attempt: () => void): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

/** Of Ethernet; of IPv6 (RFC 8200 section 5); of IPv4 (RFC 1122 section 3.3.3). Node does not tell that of an interface. */
const USUAL_MTUS = [1500, 1280, 576];
const LONGEST = 65_535;
const WANTED_BUFFER = 8 * 1024 * 1024;
const LITTLE_ENDIAN = endianness() === 'LE';
