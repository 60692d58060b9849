import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';
import { type Address, addressFamily, formatAddress, parseAddress } from '@hoplite/codec';

/**
 * The address from which a datagram to `destination` leaves, as the system routes it, or that of `device` where it has to
 * leave there. Nothing is sent. Rejects with the system's error where there is no way.
 */
export async function sourceFor(destination: Address, device: string | null): Promise<Address> {
  const family = addressFamily(destination);
  if (family === null) throw new RangeError(`destination is ${JSON.stringify(destination)}, must be an address`);
  if (device === null) return routed(destination, null);
  const all = addressesOf(device);
  if (all.length === 0) throw failure('ENODEV', `there is no interface ${device} that is up and has an address`);
  const own = all.filter((address) => addressFamily(address) === family);
  const by = await routed(destination, device).catch(() => null);
  const source = by !== null && own.includes(by) ? by : own[0];
  if (source === undefined) throw failure('EADDRNOTAVAIL', `${device} has no IPv${family} address`);
  return source;
}

/** With the interface behind it where the address is one of its link alone (RFC 4291 section 2.5.6). */
export function scoped(address: Address, device: string | null): string {
  return device !== null && /^fe[89ab]/.test(address) ? `${address}%${device}` : address;
}

/** The addresses of an interface that is up, those of its link alone last; none for any other. */
export function addressesOf(device: string): readonly Address[] {
  const addresses = (networkInterfaces()[device] ?? []).flatMap(({ address }) => canonical(address));
  return [...addresses].sort((a, b) => Number(/^fe[89ab]/.test(a)) - Number(/^fe[89ab]/.test(b)));
}

function routed(destination: Address, device: string | null): Promise<Address> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(addressFamily(destination) === 4 ? 'udp4' : 'udp6');
    const settle = (settled: () => void) => void socket.close(settled);
    socket.once('error', (error) => settle(() => reject(unreachable(error, destination))));
    // Its port does not matter: connecting a datagram socket sends nothing.
    socket.connect(33_434, scoped(destination, device), (error?: Error) => {
      if (error !== undefined && error !== null) return settle(() => reject(unreachable(error, destination)));
      const [source] = canonical(socket.address().address);
      settle(() => (source === undefined ? reject(failure('EADDRNOTAVAIL', 'no address')) : resolve(source)));
    });
  });
}

/** Linux says of IPv6 EADDRNOTAVAIL where there is a route, and no address to send from: nobody asked for one. */
function unreachable(error: NodeJS.ErrnoException, destination: Address): Error {
  return error.code === 'EADDRNOTAVAIL' ? failure('ENETUNREACH', `no route to ${destination}: ENETUNREACH`) : error;
}

/** As the codec spells it, without what interface it is of. */
export function canonical(address: string): readonly Address[] {
  const bytes = parseAddress(address.split('%')[0] ?? '');
  return bytes === null ? [] : [formatAddress(bytes)];
}

function failure(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
