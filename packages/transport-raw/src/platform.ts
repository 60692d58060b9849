import type { AddressFamily } from '@hoplite/codec';
import type { Capabilities } from '@hoplite/engine';
import type { HeaderOrder } from './byte-order.js';

/** What the raw sockets of a system can do. */
export interface Platform {
  readonly name: string;
  readonly families: readonly AddressFamily[];
  readonly protocols: Capabilities['protocols'];
  /** How an IPv4 header is given to it and got from it. */
  readonly headerOrder: HeaderOrder;
}

/**
 * The platform of that name (`process.platform`). Tried on Linux only; of the others this is what their manuals say, and
 * docs/raw-sockets.md what follows from it.
 */
export function platformOf(name: string): Platform {
  switch (name) {
    case 'linux':
    case 'android':
      return { name: 'linux', families: [4, 6], protocols: ['udp', 'icmp', 'tcp'], headerOrder: 'network' };
    case 'win32':
      return { name, families: [4], protocols: ['icmp'], headerOrder: 'network' };
    case 'darwin':
    case 'netbsd':
      return { name, families: [4], protocols: ['udp', 'icmp'], headerOrder: 'host' };
    default:
      return { name, families: [4], protocols: ['udp', 'icmp'], headerOrder: 'network' };
  }
}
