import type { Address, AddressFamily } from '@hoplite/codec';
import { AddressFamilyNumber, Errno, Level, SOCK_NONBLOCK_CLOEXEC, SocketOption } from './constants.js';
import { must } from './errno.js';
import type { Libc } from './libc.js';
import { decodeSocketAddress } from './sockaddr.js';

/** A descriptor that is closed once. */
export class Socket {
  readonly fd: number;
  readonly family: AddressFamily;
  readonly #libc: Libc;
  #device: string | null = null;
  #open = true;

  /** Throws `SystemError`. */
  constructor(libc: Libc, family: AddressFamily, type: number, protocol: number) {
    this.#libc = libc;
    this.family = family;
    this.fd = must('socket', libc.socket(AddressFamilyNumber[family], type | SOCK_NONBLOCK_CLOEXEC, protocol));
  }

  /** Throws `SystemError`. */
  set(level: number, option: number, value: number | Uint8Array): void {
    must('setsockopt', this.trySet(level, option, value));
  }

  /** Returns the negative error number where it fails. */
  trySet(level: number, option: number, value: number | Uint8Array): number {
    return this.#libc.setsockopt(this.fd, level, option, typeof value === 'number' ? int32(value) : value);
  }

  /** An option's whole number. Throws `SystemError`. */
  get(level: number, option: number): number {
    const value = this.read(level, option, 4);
    return new DataView(value.buffer).getInt32(0, true);
  }

  /** As many of an option's bytes as there are. Throws `SystemError`. */
  read(level: number, option: number, most: number): Uint8Array {
    const value = new Uint8Array(most);
    const length = int32(most);
    must('getsockopt', this.#libc.getsockopt(this.fd, level, option, value, length));
    return value.slice(0, new DataView(length.buffer).getInt32(0, true));
  }

  /** Returns the negative error number where it fails. */
  bind(address: Uint8Array): number {
    return this.#libc.bind(this.fd, address);
  }

  /** Returns the negative error number where it fails. */
  connect(address: Uint8Array): number {
    return this.#libc.connect(this.fd, address);
  }

  /** The address and port that it is bound to. Throws `SystemError`. */
  name(): { readonly address: Address; readonly port: number } {
    const bytes = new Uint8Array(28);
    must('getsockname', this.#libc.getsockname(this.fd, bytes, int32(bytes.length)));
    const name = decodeSocketAddress(bytes);
    if (name === null) throw new Error('getsockname: an address of no known family');
    return name;
  }

  /** The interface that it is bound to. */
  get device(): string | null {
    return this.#device;
  }

  /** Whether the interface that it is bound to is no more, though there be another of its name. */
  get isStranded(): boolean {
    if (this.#device === null) return false;
    // The kernel keeps the interface's number, and answers with the name that goes with it.
    const result = this.#libc.getsockopt(
      this.fd,
      Level.socket,
      SocketOption.bindToDevice,
      new Uint8Array(16),
      int32(16),
    );
    return result === -Errno.noDevice;
  }

  /** Only that interface from now on. Throws `SystemError`. */
  bindToDevice(name: string): void {
    const value = new TextEncoder().encode(`${name}\0`);
    must(`binding to the interface ${name}`, this.trySet(Level.socket, SocketOption.bindToDevice, value));
    this.#device = name;
  }

  /**
   * Makes room for so many bytes unread, as far as the system lets this process; returns how many it granted. The limit
   * `net.core.rmem_max` binds who has no CAP_NET_ADMIN.
   */
  growReceiveBuffer(bytes: number): number {
    // The kernel grants twice what is asked, for its own bookkeeping, and counts that in.
    const asked = Math.ceil(bytes / 2);
    if (this.trySet(Level.socket, SocketOption.receiveBufferForce, asked) < 0) {
      this.set(Level.socket, SocketOption.receiveBuffer, asked);
    }
    return this.get(Level.socket, SocketOption.receiveBuffer);
  }

  /** The error that waits on it, which is taken off it; 0 for none. */
  takeError(): number {
    return this.get(Level.socket, SocketOption.error);
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#libc.close(this.fd);
  }
}

function int32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setInt32(0, value, true);
  return bytes;
}
