/** Numbers of the Linux kernel's headers, the same on every 64-bit little-endian machine that Node runs on. */

/** `linux/socket.h` */
export const AddressFamilyNumber = { 4: 2, 6: 10 } as const;

/** `linux/net.h` */
export const SocketType = { stream: 1, datagram: 2, raw: 3 } as const;
export const SOCK_NONBLOCK_CLOEXEC = 0o2004000;

/** `linux/in.h` */
export const Protocol = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58, raw: 255 } as const;

/** The levels of options and control messages: `SOL_SOCKET`, and those of the protocols. */
export const Level = { socket: 1, ip: 0, tcp: 6, ipv6: 41 } as const;

/** `asm-generic/socket.h` */
export const SocketOption = {
  error: 4,
  receiveBuffer: 8,
  linger: 13,
  bindToDevice: 25,
  attachFilter: 26,
  receiveBufferForce: 33,
  timestampNanoseconds: 35,
  timestamping: 37,
  /** `SO_RXQ_OVFL` */
  receiveQueueOverflow: 40,
  /** `SO_MEMINFO` */
  memoryInformation: 55,
} as const;

/** `linux/in.h` */
export const IpOption = {
  typeOfService: 1,
  ttl: 2,
  packetInformation: 8,
  pathMtuDiscovery: 10,
  receiveErrors: 11,
  receiveTtl: 12,
  receiveTypeOfService: 13,
  mtu: 14,
  /** `IP_RECVERR_RFC4884` */
  receiveErrorExtensions: 26,
} as const;

/** `linux/in6.h` */
export const Ipv6Option = {
  flowInformation: 11,
  unicastHops: 16,
  pathMtuDiscovery: 23,
  mtu: 24,
  receiveErrors: 25,
  receiveErrorExtensions: 31,
  receivePacketInformation: 49,
  packetInformation: 50,
  receiveHopLimit: 51,
  hopLimit: 52,
  dontFragment: 62,
  receiveTrafficClass: 66,
  trafficClass: 67,
  automaticFlowLabel: 70,
} as const;

/** `IP_PMTUDISC_DONT` lets the system fragment, `IP_PMTUDISC_PROBE` sends as it is, whatever the path is known to carry. */
export const PathMtuDiscovery = { dont: 0, probe: 3 } as const;

/** `linux/net_tstamp.h`: software stamps of both ends, numbered (OPT_ID), without a copy of the datagram (OPT_TSONLY). */
export const TRANSMIT_STAMPS: number = (1 << 1) | (1 << 3) | (1 << 4) | (1 << 7) | (1 << 10) | (1 << 11);

/** `linux/errqueue.h`: who made an entry of an error queue. */
export const ErrorOrigin = { local: 1, icmp: 2, icmpv6: 3, timestamping: 4 } as const;

/** `linux/socket.h` */
export const MessageFlag = { truncated: 0x20, dontWait: 0x40, errorQueue: 0x2000, noSignal: 0x4000 } as const;

/** `linux/eventpoll.h` */
export const EpollEvent = { in: 1, out: 4, error: 8, hangUp: 16 } as const;

/** `linux/time.h` */
export const ClockNumber = { realtime: 0, monotonic: 1 } as const;

/** `asm-generic/errno.h` */
export const Errno = {
  perm: 1,
  intr: 4,
  again: 11,
  acces: 13,
  noDevice: 19,
  inval: 22,
  pipe: 32,
  messageSize: 90,
  addrInUse: 98,
  addrNotAvail: 99,
  netDown: 100,
  netUnreach: 101,
  connReset: 104,
  noBufs: 105,
  connRefused: 111,
  inProgress: 115,
} as const;
