import { createSocket } from 'node:dgram';
import { readFile } from 'node:fs/promises';
import { type Address, addressFamily } from '@hoplite/codec';
import type { Transport } from '@hoplite/engine';
import { NoTransportError } from '../live/open-live.js';
import { UsageError } from '../usage-error.js';

/** Throws `UsageError` where the system says that the address of `-s` is none of this machine: before anything is sent. */
export async function refuseForeignSource(source: Address, device: string | undefined): Promise<void> {
  const socket = createSocket(addressFamily(source) === 4 ? 'udp4' : 'udp6');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      const isOfOneLink = /^fe[89ab]/.test(source) && device !== undefined;
      socket.bind({ address: isOfOneLink ? `${source}%${device}` : source, exclusive: true }, resolve);
    });
  } catch (error) {
    if (codeOf(error) === 'EADDRNOTAVAIL') throw new UsageError(`-s ${source} is no address of this machine`);
  } finally {
    socket.close();
  }
}

/**
 * Throws `NoTransportError` where the system reserves the port of `--sport` for privileged processes, and the transport is
 * none of theirs: before anything is sent, or printed.
 */
export async function refuseReservedPort(port: number, { capabilities }: Transport): Promise<void> {
  if (capabilities.needsPrivilege) return;
  const socket = createSocket('udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.bind({ port, exclusive: true }, resolve);
    });
  } catch (error) {
    if (codeOf(error) === 'EACCES') {
      throw new NoTransportError(
        `--sport ${port} is for privileged processes alone: the system reserves ports below ${await firstFree()}`,
      );
    }
  } finally {
    socket.close();
  }
}

/** The first port that anybody may use. */
async function firstFree(): Promise<string> {
  const limit = await readFile('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8').catch(() => '1024');
  return limit.trim();
}

/** What the system says is wrong: most faults the transport meets too, and can tell more of. */
function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : null;
}
