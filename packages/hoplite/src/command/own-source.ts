import { createSocket } from 'node:dgram';
import { type Address, addressFamily } from '@hoplite/codec';
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
    if (isForeign(error)) throw new UsageError(`-s ${source} is no address of this machine`);
  } finally {
    socket.close();
  }
}

/** Any other fault the transport meets too, and can tell more of. */
function isForeign(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EADDRNOTAVAIL';
}
