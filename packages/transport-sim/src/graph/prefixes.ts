import { type Address, parseAddress } from '@hoplite/codec';
import type { Prefix } from '../topology/node.js';

/** Whether the address lies in the network. */
export function contains(prefix: Prefix, address: Address): boolean {
  return matchLength(prefix, address) >= 0;
}

/** The number of bits that the network and the address share, -1 where the address lies outside. */
export function matchLength(prefix: Prefix, address: Address): number {
  const [start = '', length = ''] = prefix.split('/');
  const [network, bytes] = [parseAddress(start), parseAddress(address)];
  const bits = Number(length);
  if (network === null || bytes?.length !== network.length) return -1;
  return agreeIn(network, bytes, bits) ? bits : -1;
}

function agreeIn(a: Uint8Array, b: Uint8Array, bits: number): boolean {
  for (let index = 0; index * 8 < bits; index++) {
    const difference = (a[index] as number) ^ (b[index] as number);
    if (difference >> Math.max(0, 8 - (bits - index * 8)) !== 0) return false;
  }
  return true;
}
