import type { AddressFamily } from '@hoplite/codec';
import { Protocol, SocketType } from './constants.js';
import { SystemError } from './errno.js';
import type { Libc } from './libc.js';
import { Socket } from './socket.js';

/** What this process may do; a code (`EPERM`, `EACCES`, `EAFNOSUPPORT`) says why not, null that it may. */
export interface LinuxAbilities {
  /** Raw sockets: they need CAP_NET_RAW. */
  readonly raw: Readonly<Record<AddressFamily, string | null>>;
  /** Unprivileged UDP sockets: null but where the system has not got the family. */
  readonly udp: Readonly<Record<AddressFamily, string | null>>;
  /** Unprivileged TCP sockets: null but where the system has not got the family. */
  readonly tcp: Readonly<Record<AddressFamily, string | null>>;
  /** Without CAP_NET_RAW: the sysctl `net.ipv4.ping_group_range` says who may, for both families. */
  readonly icmp: Readonly<Record<AddressFamily, string | null>>;
}

/** Tries each kind of socket, and closes it again. */
export function examine(libc: Libc): LinuxAbilities {
  const { raw, datagram, stream } = SocketType;
  const tryBoth = (type: number, v4: number, v6: number) => ({
    4: tryOne(libc, 4, type, v4),
    6: tryOne(libc, 6, type, v6),
  });
  return {
    raw: tryBoth(raw, Protocol.raw, Protocol.raw),
    udp: tryBoth(datagram, Protocol.udp, Protocol.udp),
    tcp: tryBoth(stream, Protocol.tcp, Protocol.tcp),
    icmp: tryBoth(datagram, Protocol.icmp, Protocol.icmpv6),
  };
}

function tryOne(libc: Libc, family: AddressFamily, type: number, protocol: number): string | null {
  try {
    new Socket(libc, family, type, protocol).close();
    return null;
  } catch (error) {
    if (error instanceof SystemError) return error.code;
    throw error;
  }
}
