import { type Address, type AddressFamily, formatAddress } from '@hoplite/codec';

/** What has to be known of a datagram to send it. */
export interface ProbeHeader {
  readonly family: AddressFamily;
  /** The number of the protocol behind the IP header. */
  readonly protocol: number;
  readonly source: Address;
  /** Where it goes first. */
  readonly destination: Address;
  /** Of UDP and TCP. */
  readonly sourcePort: number | null;
  /** Header fields that the system will write, whatever they say. */
  readonly unknown: readonly string[];
}

/** Reads it; null where the bytes are too short to be a datagram. */
export function readProbeHeader(datagram: Uint8Array): ProbeHeader | null {
  const version = (datagram[0] ?? 0) >> 4;
  if (version === 4 && datagram.length >= 20) return readIpv4(datagram);
  return version === 6 && datagram.length >= 40 ? readIpv6(datagram) : null;
}

/** The port at `offset` into what follows an IP header; null where it is cut, or the protocol has no ports. */
export function portAt(bytes: Uint8Array, offset: number, protocol: number): number | null {
  if ((protocol !== UDP && protocol !== TCP) || offset + 2 > bytes.length) return null;
  return viewOf(bytes).getUint16(offset);
}

export const ICMP = 1;
export const TCP = 6;
export const UDP = 17;
export const ICMPV6 = 58;

function readIpv4(datagram: Uint8Array): ProbeHeader {
  const view = viewOf(datagram);
  const protocol = view.getUint8(9);
  return {
    family: 4,
    protocol,
    source: formatAddress(datagram.subarray(12, 16)),
    destination: formatAddress(datagram.subarray(16, 20)),
    sourcePort: portAt(datagram, (view.getUint8(0) & 0xf) * 4, protocol),
    // raw(7): an identification of zero is filled in.
    unknown: view.getUint16(4) === 0 ? ['identification'] : [],
  };
}

function readIpv6(datagram: Uint8Array): ProbeHeader {
  const protocol = viewOf(datagram).getUint8(6);
  return {
    family: 6,
    protocol,
    source: formatAddress(datagram.subarray(8, 24)),
    destination: formatAddress(datagram.subarray(24, 40)),
    sourcePort: portAt(datagram, 40, protocol),
    unknown: [],
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
