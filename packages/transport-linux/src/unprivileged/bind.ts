import type { Address } from '@hoplite/codec';
import { Errno } from '../constants.js';
import { SystemError } from '../errno.js';
import type { Device } from '../interfaces.js';
import { encodeSocketAddress } from '../sockaddr.js';
import type { Socket } from '../socket.js';

/**
 * Binds to a source address and port, or identifier: any that is free, where the one that was wanted is another's. Returns
 * which it is. Throws `SystemError`.
 */
export function bindToSource(socket: Socket, source: Address, wanted: number, device: Device | null): number {
  const bind = (port: number) => socket.bind(encodeSocketAddress(source, port, device?.index));
  const first = bind(wanted);
  const result = first === -Errno.addrInUse ? bind(0) : first;
  if (result < 0) {
    const by = device === null ? '' : ` by the interface ${device.name}`;
    throw new SystemError(`sending from ${source}${by}`, -result);
  }
  return socket.name().port;
}
