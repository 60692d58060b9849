import { networkInterfaces } from 'node:os';
import type { AddressFamily } from '@hoplite/codec';
import type { Transport } from '@hoplite/engine';
import { loadRawSocket } from './load.js';
import { platformOf } from './platform.js';
import { ICMP, ICMPV6 } from './probe-header.js';
import { RawSocket, type System } from './socket.js';
import { addressesOf } from './source.js';
import { type Grant, RawTransport } from './transport.js';
import { explainRefusal, RawUnavailableError } from './unavailable.js';

/** By which interface probes leave. */
export interface RawTransportOptions {
  /** The interface by which all leaves and arrives (Linux). Default the one that the system routes by. */
  readonly interface?: string;
}

/** Whether `createRawTransport` would do here; if not, why, and what to do about it: a command where there is one. */
export type RawAbilities =
  | { readonly works: true; readonly families: readonly AddressFamily[]; readonly protocols: readonly string[] }
  | { readonly works: false; readonly code: string; readonly message: string; readonly remedy: string };

/**
 * A transport over raw sockets, by npm raw-socket, which is optional and needs privilege. Rejects with
 * `RawUnavailableError` where it cannot be had, with `RangeError` where `interface` is none that could carry probes.
 */
export async function createRawTransport(options: RawTransportOptions = {}): Promise<Transport> {
  return rawTransportOver({ module: await loadRawSocket(), platform: platformOf(process.platform) }, options);
}

/** Asks by opening a socket of each family and closing it again. Never rejects. */
export async function examineRaw(): Promise<RawAbilities> {
  const platform = platformOf(process.platform);
  try {
    const { families } = askFor({ module: await loadRawSocket(), platform });
    return { works: true, families, protocols: platform.protocols };
  } catch (error) {
    if (!(error instanceof RawUnavailableError)) throw error;
    const { code, message, remedy } = error;
    return { works: false, code, message, remedy };
  }
}

/** The same over any module and platform. */
export function rawTransportOver(system: System, { interface: device }: RawTransportOptions = {}): Transport {
  if (device !== undefined) checkDevice(system, device);
  return new RawTransport(system, device ?? null, askFor(system));
}

function checkDevice({ platform }: System, device: string): void {
  if (platform.name !== 'linux') throw new RangeError(`interface cannot be chosen on ${platform.name}`);
  if (addressesOf(device).length > 0) return;
  const known = Object.keys(networkInterfaces()).join(', ');
  throw new RangeError(`interface is ${JSON.stringify(device)}, must be one that is up and has an address: ${known}`);
}

/** A system without IPv6 is none without raw sockets. */
function askFor(system: System): Grant {
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
