import { pseudoHeaderSum } from './checksum.js';
import { finalDestination } from './final-destination.js';
import { decodeIcmpv4, encodeIcmpv4 } from './icmpv4.js';
import type { Icmpv4, Icmpv4Init } from './icmpv4-messages.js';
import { decodeIcmpv6, encodeIcmpv6, type Icmpv6, type Icmpv6Init } from './icmpv6.js';
import { encodeIpv4, type Ipv4Header, type Ipv4HeaderInit } from './ipv4.js';
import { encodeIpv6, type Ipv6Header, type Ipv6HeaderInit } from './ipv6.js';
import { type NetworkLayer, reachNetworkLayer } from './network-layer.js';
import type { DecodeResult } from './result.js';
import { decodeTcp, encodeTcp, TCP, type Tcp, type TcpInit } from './tcp.js';
import { decodeUdp, encodeUdp, UDP, type Udp, type UdpInit } from './udp.js';
import { decodeUdpLite, encodeUdpLite, UDP_LITE, type UdpLite, type UdpLiteInit } from './udp-lite.js';
import { view } from './wire.js';

/** A whole IP packet. */
export interface Datagram {
  /** The IP header with its options or extension headers; `version` tells which of the two. */
  readonly ip: Ipv4Header | Ipv6Header;
  /** What the header and its extensions carry. */
  readonly payload: Payload;
}

/** What follows the IP header and its extensions; `kind` says which. */
export type Payload = Udp | UdpLite | Tcp | Icmpv4 | Icmpv6 | Opaque;

/** The payload of a protocol without a decoder here, and of every fragment but the first. */
export interface Opaque {
  /** Nothing here reads it; `protocol`, or the last `nextHeader`, says what it is. */
  readonly kind: 'opaque';
  /** All of the payload, as found. */
  readonly bytes: Uint8Array;
}

/** What `encodeDatagram` takes: a `Datagram` whose lengths and checksums may be left out. */
export interface DatagramInit {
  /** Its protocol or last `nextHeader` is written as given, whatever the payload is. */
  readonly ip: Ipv4HeaderInit | Ipv6HeaderInit;
  /** With `opaque` any bytes: a fragment, or a protocol that has no encoder here. */
  readonly payload: UdpInit | UdpLiteInit | TcpInit | Icmpv4Init | Icmpv6Init | Opaque;
}

export const ICMPV4 = 1;
export const ICMPV6 = 58;

/**
 * The strict door: a whole datagram, or the first reason why it is none. Bytes after the IP total length are no part of
 * it. The payload and all other byte fields are views of `bytes`.
 */
export function decodeDatagram(bytes: Uint8Array): DecodeResult<Datagram> {
  const network = reachNetworkLayer(bytes);
  if (network.ip === null) return { ok: false, failure: network.failure };
  if (network.failure !== null) return { ok: false, failure: network.failure };
  const payload = decodePayload(bytes, network);
  return payload.ok ? { ok: true, value: { ip: network.ip, payload: payload.value } } : payload;
}

/** The payload of an IP header that is whole. A first fragment has a transport header only if all of it is there. */
export function decodePayload(bytes: Uint8Array, network: NetworkLayer): DecodeResult<Payload> {
  if (network.fragment === 'later') return opaque(bytes, network);
  const result = decodeTransport(bytes, network, network.fragment === 'first');
  if (result.ok || network.fragment === 'none') return result;
  return result.failure.reason === 'truncated' ? opaque(bytes, network) : result;
}

function decodeTransport(bytes: Uint8Array, network: NetworkLayer, cut: boolean): DecodeResult<Payload> {
  const { ip, protocol, start, end } = network;
  if (protocol === UDP) return decodeUdp(bytes, start, end, cut);
  if (protocol === TCP) return decodeTcp(bytes, start, end, cut);
  if (protocol === ICMPV4 && ip.version === 4) return decodeIcmpv4(bytes, start, end, cut);
  if (protocol === ICMPV6 && ip.version === 6) return decodeIcmpv6(bytes, start, end, cut);
  if (protocol === UDP_LITE) return decodeUdpLite(bytes, start, end);
  return opaque(bytes, network);
}

function opaque(bytes: Uint8Array, { start, end }: NetworkLayer): DecodeResult<Opaque> {
  return { ok: true, value: { kind: 'opaque', bytes: view(bytes, start, end) } };
}

/** Writes a datagram, computing lengths and checksums that are left out. Throws `RangeError` naming field and range. */
export function encodeDatagram(datagram: DatagramInit): Uint8Array {
  const { ip } = datagram;
  const payload = encodePayload(datagram);
  const header = ip.version === 4 ? encodeIpv4(ip, payload.length) : encodeIpv6(ip, payload.length);
  const bytes = new Uint8Array(header.length + payload.length);
  bytes.set(header);
  bytes.set(payload, header.length);
  return bytes;
}

function encodePayload({ ip, payload }: DatagramInit): Uint8Array {
  switch (payload.kind) {
    case 'udp':
      return encodeUdp(payload, pseudoSum(ip, UDP));
    case 'tcp':
      return encodeTcp(payload, pseudoSum(ip, TCP));
    case 'udp-lite':
      return encodeUdpLite(payload, pseudoSum(ip, UDP_LITE));
    case 'icmpv4':
      return encodeIcmpv4(payload);
    case 'icmpv6':
      return encodeIcmpv6(payload, pseudoSum(ip, ICMPV6));
    case 'opaque':
      return payload.bytes;
  }
}

/** Without the length. Where the final destination cannot be known, the next stop must do. */
function pseudoSum(ip: DatagramInit['ip'], protocol: number): number {
  return pseudoHeaderSum(ip.source, finalDestination(ip) ?? ip.destination, protocol, 0);
}
