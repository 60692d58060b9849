import type { AddressFamily } from '@hoplite/codec';
import type { Capabilities, Transport } from '@hoplite/engine';
import { loadRawSocket } from './load.js';
import { askFor, rawTransportOver } from './over-system.js';
import { platformOf } from './platform.js';
import { RawUnavailableError } from './unavailable.js';

/** By which interface probes leave. */
export interface RawTransportOptions {
  /** The interface by which all leaves and arrives (Linux). Default the one that the system routes by. */
  readonly interface?: string;
}

/** Whether `createRawTransport` would do here; if not, why, and what to do about it: a command where there is one. */
export type RawAbilities =
  | {
      /** It would. */
      readonly works: true;
      /** The versions of IP that the system gives this process sockets of. */
      readonly families: readonly AddressFamily[];
      /** What probes can be of: `tcp` on Linux alone, on Windows `icmp` alone. */
      readonly protocols: Capabilities['protocols'];
    }
  | {
      /** It would reject with a `RawUnavailableError`, of which the other members are. */
      readonly works: false;
      /** Why not, for programs. */
      readonly code: string;
      /** Why not, for people. */
      readonly message: string;
      /** What to do about it, a command where there is one; empty where nothing is known. */
      readonly remedy: string;
    };

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
