import type { Socket } from 'raw-socket';

const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const IFNAMSIZ = 16;
const SO_RCVBUFFORCE = 33;
const SO_MEMINFO = 55;
const SOL_RAW = 255;
const ICMP_FILTER = 1;
const IPPROTO_ICMPV6 = 58;
const ICMPV6_FILTER = 1;
const IPPROTO_IP = 0;
const IP_MTU_DISCOVER = 10;
const IPPROTO_IPV6 = 41;
const IPV6_MTU_DISCOVER = 23;
/** To either: probes may be longer than the path to their destination is known to carry. */
const PMTUDISC_PROBE = 3;

/** The words of SO_MEMINFO that are read here (`linux/sock_diag.h`). */
const RMEM_ALLOC = 0;
const DROPS = 8;

/** One for all: it is read as soon as it is written. */
const MEMINFO = new Uint32Array(9);
const MEMINFO_BYTES = new Uint8Array(MEMINFO.buffer);

/** What Linux tells of a socket's receive buffer. */
export interface Backlog {
  /** Whether a datagram waits. */
  readonly waiting: boolean;
  /** How many found no room, since the socket was opened. */
  readonly dropped: number;
}

/** Reads it: a microsecond, where an attempt to receive what is not there costs the package an exception. */
export function readBacklog(socket: Socket): Backlog {
  socket.getOption(SOL_SOCKET, SO_MEMINFO, MEMINFO_BYTES, MEMINFO_BYTES.length);
  return { waiting: MEMINFO[RMEM_ALLOC] !== 0, dropped: MEMINFO[DROPS] ?? 0 };
}

/** Has a socket send and receive by an interface alone; throws where there is none of that name. */
export function bindToDevice(socket: Socket, device: string): void {
  const name = new TextEncoder().encode(`${device}\0`);
  socket.setOption(SOL_SOCKET, SO_BINDTODEVICE, name, name.length);
}

/** Throws where the interface that a socket is bound to is no more: the kernel keeps its number, not its name. */
export function checkBoundDevice(socket: Socket): void {
  socket.getOption(SOL_SOCKET, SO_BINDTODEVICE, new Uint8Array(IFNAMSIZ), IFNAMSIZ);
}

/** Sets the receive buffer beyond what `net.core.rmem_max` allows; throws without CAP_NET_ADMIN. */
export function forceReceiveBuffer(socket: Socket, bytes: number): void {
  socket.setOption(SOL_SOCKET, SO_RCVBUFFORCE, bytes);
}

/**
 * Has a socket send what its own link carries: a narrower link that the system heard of is to be met again, by whom it
 * answers, and the system itself is no hop.
 */
export function forgetPathMtu(socket: Socket, family: 4 | 6): void {
  if (family === 4) socket.setOption(IPPROTO_IP, IP_MTU_DISCOVER, PMTUDISC_PROBE);
  else socket.setOption(IPPROTO_IPV6, IPV6_MTU_DISCOVER, PMTUDISC_PROBE);
}

/** Has an ICMP socket receive errors and echo replies alone: no requests, no neighbour discovery. */
export function filterIcmp(socket: Socket, protocol: number): void {
  if (protocol === IPPROTO_ICMPV6) setFilter(socket, IPPROTO_ICMPV6, ICMPV6_FILTER, 8, ICMPV6_TYPES);
  if (protocol === 1) setFilter(socket, SOL_RAW, ICMP_FILTER, 1, ICMPV4_TYPES);
}

/** Echo reply, destination unreachable, source quench, redirect, time exceeded, parameter problem (RFC 792). */
const ICMPV4_TYPES = [0, 3, 4, 5, 11, 12];
/** The errors, and echo reply (RFC 4443); redirect (RFC 4861). */
const ICMPV6_TYPES = [1, 2, 3, 4, 129, 137];

/** A bit that is set keeps its type out. */
function setFilter(socket: Socket, level: number, option: number, words: number, types: readonly number[]): void {
  const bits = new Uint32Array(words).fill(0xffffffff);
  for (const type of types) bits[type >> 5] = (bits[type >> 5] ?? 0) & ~(1 << (type & 31));
  const bytes = new Uint8Array(bits.buffer);
  socket.setOption(level, option, bytes, bytes.length);
}
