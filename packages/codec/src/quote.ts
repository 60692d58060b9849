import { decodePayload, ICMPV4, ICMPV6, type Opaque } from './datagram.js';
import { decodeIcmpv4 } from './icmpv4.js';
import type { Icmpv4 } from './icmpv4-messages.js';
import { decodeIcmpv6, type Icmpv6 } from './icmpv6.js';
import type { Ipv4Header } from './ipv4.js';
import type { Ipv6Header } from './ipv6.js';
import { type NetworkLayer, reachNetworkLayer } from './network-layer.js';
import type { Reached } from './reach.js';
import type { DecodeFailure } from './result.js';
import { reachTcp, TCP, type Tcp } from './tcp.js';
import { reachUdp, UDP, type Udp } from './udp.js';
import { reachUdpLite, UDP_LITE, type UdpLite } from './udp-lite.js';
import { readUint8, view } from './wire.js';

/** What the lax door reached of a datagram that may be cut short or mangled: an ICMP error's quote, a frame cut by snaplen. */
export interface Quote {
  /** Null where not even the fixed IP header is there. Options are those that are there, a cut one as `malformed`. */
  readonly ip: Ipv4Header | Ipv6Header | null;
  /**
   * The fields that were reached, whole ones only, but for the bytes at its end, which may be cut; null where nothing
   * follows the IP header. 8 bytes are the normal case.
   */
  readonly payload: QuotedPayload | null;
  /** What is not as its headers claim: the failure that `decodeDatagram` gives; null where the whole datagram is there. */
  readonly stopped: DecodeFailure | null;
}

/** What a quote shows behind the IP header: fields that it does not reach are absent. */
export type QuotedPayload = Reached<Udp> | Reached<UdpLite> | Reached<Tcp> | Reached<Icmpv4> | Reached<Icmpv6> | Opaque;

/** The lax door: never fails, returns the layers that it reached and why it stopped. */
export function decodeQuote(bytes: Uint8Array): Quote {
  const network = reachNetworkLayer(bytes);
  if (network.ip === null) return { ip: null, payload: null, stopped: network.failure };
  if (network.failure !== null) {
    return { ip: network.ip, payload: reachPayload(bytes, network), stopped: network.failure };
  }
  const payload = decodePayload(bytes, network);
  if (payload.ok) return { ip: network.ip, payload: payload.value, stopped: null };
  return { ip: network.ip, payload: reachPayload(bytes, network), stopped: payload.failure };
}

function reachPayload(bytes: Uint8Array, network: NetworkLayer): QuotedPayload | null {
  const { start, end, fragment } = network;
  const transport = fragment === 'later' ? null : reachTransport(bytes, network);
  if (transport !== null) return transport;
  return start < end ? { kind: 'opaque', bytes: view(bytes, start, end) } : null;
}

/** Null where nothing is there, and for a protocol without a decoder here. */
function reachTransport(bytes: Uint8Array, network: NetworkLayer): QuotedPayload | null {
  const { ip, protocol, start } = network;
  const end = meantEnd(bytes, network);
  if (start >= end) return null;
  if (protocol === UDP) return reachUdp(bytes, start, end);
  if (protocol === TCP) return reachTcp(bytes, start, end);
  if (protocol === UDP_LITE) return reachUdpLite(bytes, start, end);
  if (protocol === ICMPV4 && ip.version === 4) return reachIcmpv4(bytes, start, end);
  if (protocol === ICMPV6 && ip.version === 6) return reachIcmpv6(bytes, start, end);
  return null;
}

/** The least that a transport header takes. */
const LEAST = 8;

/**
 * Some routers quote the total length in the wrong byte order, or without the header: one that leaves no place for a
 * transport header is not believed.
 */
function meantEnd(bytes: Uint8Array, { start, end, fragment }: NetworkLayer): number {
  return fragment === 'none' && end - start < LEAST ? bytes.length : end;
}

function reachIcmpv4(bytes: Uint8Array, start: number, end: number): Reached<Icmpv4> {
  const message = decodeIcmpv4(bytes, start, end, true);
  return message.ok ? message.value : { kind: 'icmpv4', ...reachIcmp(bytes, start, end) };
}

function reachIcmpv6(bytes: Uint8Array, start: number, end: number): Reached<Icmpv6> {
  const message = decodeIcmpv6(bytes, start, end, true);
  return message.ok ? message.value : { kind: 'icmpv6', ...reachIcmp(bytes, start, end) };
}

/** Type and code of a message that ends before its checksum does. */
function reachIcmp(bytes: Uint8Array, start: number, end: number): { readonly type?: number; readonly code?: number } {
  const type = readUint8(bytes, start);
  return end - start < 2 ? { type } : { type, code: readUint8(bytes, start + 1) };
}
