/** npm raw-socket 1.8.1, as far as it is used here. Its errors are bare: `strerror`'s message, and no code. */
declare module 'raw-socket' {
  import type { EventEmitter } from 'node:events';

  export interface SocketInit {
    /** The number of the IP protocol. */
    readonly protocol: number;
    /** One of `AddressFamily`. */
    readonly addressFamily: number;
    /** Bytes of the buffer into which it receives; what is longer is cut without a word. */
    readonly bufferSize: number;
  }

  export interface Socket {
    readonly wrap: SocketWrap;
    /** Of `bufferSize` bytes. */
    readonly buffer: Uint8Array;
    /** Throws where the system refuses. */
    setOption(level: number, option: number, value: number): void;
    setOption(level: number, option: number, value: Uint8Array, length: number): void;
    /** Writes the option's value into `value`. Throws where the system refuses. */
    getOption(level: number, option: number, value: Uint8Array, length: number): number;
    /** Once: after it `wrap` would open a new socket. */
    close(): void;
  }

  /**
   * The socket without its queue. Emits `recvReady` whenever a datagram waits, and `error` where the system would watch
   * the socket no longer.
   */
  export interface SocketWrap extends EventEmitter {
    /** Calls back before it returns. Throws where nothing waits. */
    recv(buffer: Uint8Array, callback: (buffer: Uint8Array, bytes: number, source: string) => void): void;
    /** Calls back before it returns. Throws where the system refuses. */
    send(buffer: Uint8Array, offset: number, length: number, address: string, callback: () => void): void;
  }

  interface RawSocketModule {
    readonly AddressFamily: { readonly IPv4: number; readonly IPv6: number };
    readonly SocketLevel: { readonly SOL_SOCKET: number; readonly IPPROTO_IP: number };
    readonly SocketOption: {
      readonly SO_RCVBUF: number;
      readonly IP_HDRINCL: number;
    };
    /** Throws where the system refuses. */
    createSocket(init: SocketInit): Socket;
  }

  const rawSocket: RawSocketModule;
  export default rawSocket;
}
