import { IpOption, Ipv6Option, Level, PathMtuDiscovery, SocketOption } from '../constants.js';
import type { Socket } from '../socket.js';

/** Has the kernel keep the ICMP errors of a socket, and say with everything when, how far and whereto it came. */
export function showErrors(socket: Socket): void {
  socket.set(Level.socket, SocketOption.timestampNanoseconds, 1);
  const { level, options } = SHOWN[socket.family];
  for (const [option, value] of options) socket.set(level, option, value);
}

const SHOWN = {
  4: {
    level: Level.ip,
    options: [
      [IpOption.receiveErrors, 1],
      [IpOption.receiveErrorExtensions, 1],
      [IpOption.receiveTtl, 1],
      [IpOption.receiveTypeOfService, 1],
      [IpOption.packetInformation, 1],
    ],
  },
  6: {
    level: Level.ipv6,
    options: [
      [Ipv6Option.receiveErrors, 1],
      [Ipv6Option.receiveErrorExtensions, 1],
      [Ipv6Option.receiveHopLimit, 1],
      [Ipv6Option.receiveTrafficClass, 1],
      [Ipv6Option.receivePacketInformation, 1],
      [Ipv6Option.flowInformation, 1],
      // Probes leave as they are, whatever the path is known to carry, and with the flow label that was asked for: none.
      [Ipv6Option.pathMtuDiscovery, PathMtuDiscovery.probe],
      [Ipv6Option.dontFragment, 1],
      [Ipv6Option.automaticFlowLabel, 0],
    ],
  },
} as const;
