import { networkInterfaces } from 'node:os';
import type { AddressFamily } from '@hoplite/codec';
import type { Transport } from '@hoplite/engine';
import { ICMP, ICMPV6 } from './probe-header.js';
import { RawSocket, type System } from './socket.js';
import { addressesOf } from './source.js';
import { type Grant, RawTransport } from './transport.js';
import { explainRefusal, RawUnavailableError } from './unavailable.js';

/** `createRawTransport` over any module and platform. */
export function rawTransportOver(
  system: System,
  { interface: device }: { readonly interface?: string } = {},
): Transport {
  if (device !== undefined) checkDevice(system, device);
  return new RawTransport(system, device ?? null, askFor(system));
}

function checkDevice({ platform }: System, device: string): void {
  if (platform.name !== 'linux') throw new RangeError(`interface cannot be chosen on ${platform.name}`);
  if (addressesOf(device).length > 0) return;
  const known = Object.keys(networkInterfaces()).join(', ');
  throw new RangeError(`interface is ${JSON.stringify(device)}, must be one that is up and has an address: ${known}`);
}

/** What the system gives this process. One without IPv6 is none without raw sockets. */
export function askFor(system: System): Grant {
  const families: AddressFamily[] = [];
  const refusals: unknown[] = [];
  let bufferSize = 0;
  for (const family of system.platform.families) {
    try {
      const protocol = family === 4 ? ICMP : ICMPV6;
      const socket = new RawSocket(system, { family, protocol, device: null }, { readable() {}, broken() {} });
      bufferSize = socket.bufferSize;
      socket.close();
      families.push(family);
    } catch (error) {
      refusals.push(error);
    }
  }
  if (families.length > 0) return { families, bufferSize };
  const [refusal] = refusals;
  throw new RawUnavailableError(explainRefusal(refusal, system.platform.name, process.execPath), refusal);
}
