import { type Address, addressFamily } from '@hoplite/codec';
import { Errno, Protocol, SocketType } from './constants.js';
import { must } from './errno.js';
import type { Device } from './interfaces.js';
import type { Libc } from './libc.js';
import { encodeSocketAddress } from './sockaddr.js';
import { Socket } from './socket.js';

/** Nothing is sent to it: connecting a datagram socket only asks the routes. */
const ANY_PORT = 33434;

/** The address from which a datagram would leave. Throws `SystemError` where there is no route. */
export function findSource(libc: Libc, destination: Address, device: Device | null): Address {
  const socket = new Socket(libc, addressFamily(destination) === 4 ? 4 : 6, SocketType.datagram, Protocol.udp);
  try {
    if (device !== null) socket.bindToDevice(device.name);
    const result = socket.connect(encodeSocketAddress(destination, ANY_PORT, device?.index));
    // Linux says so of IPv6 where there is a route, and no address to send from: nobody asked for one.
    must(`no route to ${destination}`, result === -Errno.addrNotAvail ? -Errno.netUnreach : result);
    return socket.name().address;
  } finally {
    socket.close();
  }
}
