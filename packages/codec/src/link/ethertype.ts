import { readUint8 } from '../wire.js';
import type { Network, Next } from './layers.js';

/** What an EtherType announces (IANA "IEEE 802 Numbers"). */
export function afterEtherType(etherType: number): Next {
  switch (etherType) {
    case 0x0800:
      return 'ipv4';
    case 0x86dd:
      return 'ipv6';
    case 0x8100:
    case 0x88a8:
    case 0x9100:
      return 'vlan';
    case 0x8847:
    case 0x8848:
      return 'mpls';
    default:
      return 'other';
  }
}

/** What the version of the bytes at `offset` says they are, where nothing else does. */
export function networkByVersion(bytes: Uint8Array, offset: number): Network {
  if (offset >= bytes.length) return 'other';
  const version = readUint8(bytes, offset) >> 4;
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : 'other';
}
