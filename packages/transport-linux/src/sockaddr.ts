import { type Address, addressFamily, formatAddress, parseAddress } from '@hoplite/codec';
import { AddressFamilyNumber } from './constants.js';

/** A `sockaddr_in` or `sockaddr_in6`. `scope` is the interface's index, which a link-local address needs. */
export function encodeSocketAddress(address: Address, port = 0, scope = 0): Uint8Array {
  const family = addressFamily(address) === 4 ? 4 : 6;
  const bytes = new Uint8Array(family === 4 ? 16 : 28);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, AddressFamilyNumber[family], true);
  view.setUint16(2, port);
  bytes.set(parseAddress(address) ?? [], family === 4 ? 4 : 8);
  if (family === 6) view.setUint32(24, scope, true);
  return bytes;
}

/** The address and port of one; null for any other family, and where it is cut short. */
export function decodeSocketAddress(bytes: Uint8Array): { readonly address: Address; readonly port: number } | null {
  if (bytes.length < 16) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const family = view.getUint16(0, true);
  const port = view.getUint16(2);
  if (family === AddressFamilyNumber[4]) return { address: formatAddress(bytes.subarray(4, 8)), port };
  if (family !== AddressFamilyNumber[6] || bytes.length < 28) return null;
  return { address: formatAddress(bytes.subarray(8, 24)), port };
}
