import type { SendError } from '@hoplite/engine';
import { Errno, IpOption, Ipv6Option, Level, Protocol, SocketType } from './constants.js';
import { errnoName, must, SystemError } from './errno.js';
import type { Libc } from './libc.js';
import type { OutgoingMessage } from './message-batch.js';
import { Socket } from './socket.js';

/** What did not leave: a datagram, and the socket address that it was for. */
interface Unsent extends Pick<OutgoingMessage, 'name'> {
  readonly datagram: Uint8Array;
}

/** Why it did not leave, of which the system says no more than a number. */
export function explainUnsent(libc: Libc, socket: Socket, errno: number, { datagram, name }: Unsent): SendError {
  // Over IPv6 the system says ENETUNREACH.
  if (socket.isStranded) return { code: errnoName(Errno.noDevice), message: `the interface ${socket.device} is gone` };
  const code = errnoName(errno);
  if (errno === Errno.perm) return { code, message: `a firewall of this host refuses what is sent: ${code}` };
  if (errno !== Errno.messageSize) return { code, message: `sending: ${code}` };
  const mtu = findMtu(libc, socket, name);
  const carried = mtu === null ? 'what the interface carries' : `an MTU of ${mtu}`;
  return { code, message: `${datagram.length} bytes do not fit ${carried}` };
}

/** What the way of a socket to an address carries, as far as the system knows, in bytes; null where there is no way. */
export function findMtu(
  libc: Libc,
  { family, device }: Pick<Socket, 'family' | 'device'>,
  name: Uint8Array,
): number | null {
  const [level, mtu] = family === 4 ? [Level.ip, IpOption.mtu] : [Level.ipv6, Ipv6Option.mtu];
  const socket = new Socket(libc, family, SocketType.datagram, Protocol.udp);
  try {
    if (device !== null) socket.bindToDevice(device);
    // Nothing is sent: connecting a datagram socket only asks the routes.
    must('connect', socket.connect(name));
    return socket.get(level, mtu);
  } catch (error) {
    if (!(error instanceof SystemError)) throw error;
    return null;
  } finally {
    socket.close();
  }
}
