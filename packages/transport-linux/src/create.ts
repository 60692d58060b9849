import { networkInterfaces } from 'node:os';
import { examine, type LinuxAbilities } from './abilities.js';
import { choosePlan } from './choose.js';
import { findDevice } from './interfaces.js';
import { loadLibc } from './libc.js';
import { type LinuxTransport, SocketTransport } from './transport.js';

/** Which sockets of Linux carry the probes, and by which interface. */
export interface LinuxTransportOptions {
  /**
   * `raw` carries any probe with the headers that it was built with, and needs CAP_NET_RAW; `unprivileged` needs nothing,
   * and the system writes what it likes into the headers. Default `auto`: raw where this process may.
   */
  readonly mode?: 'raw' | 'unprivileged' | 'auto';
  /** The only network interface to use. Default what the routes say. */
  readonly interface?: string;
}

/**
 * A live transport over the kernel's own sockets and time stamps. Throws `LinuxUnavailableError` where that cannot be had,
 * and `RangeError` for an interface that this machine has not got.
 */
export function createLinuxTransport(options: LinuxTransportOptions = {}): LinuxTransport {
  const { mode = 'auto', interface: name = null } = options;
  if (!['raw', 'unprivileged', 'auto'].includes(mode)) {
    throw new RangeError(`mode is ${mode}, must be raw, unprivileged or auto`);
  }
  const libc = loadLibc();
  const device = name === null ? null : findDevice(libc, name);
  if (name !== null && device === null) {
    const up = Object.keys(networkInterfaces()).join(', ') || 'none';
    throw new RangeError(`interface is ${JSON.stringify(name)}, must be one of this machine; up are: ${up}`);
  }
  return new SocketTransport(libc, choosePlan(libc, examine(libc), { mode, device }));
}

/** What this process may do on this machine, whatever a transport would choose. Throws `LinuxUnavailableError`. */
export function examineLinux(): LinuxAbilities {
  return examine(loadLibc());
}
