import {
  type Address,
  type Datagram,
  decodeDatagram,
  type ExtensionStructure,
  encodeDatagram,
  TcpFlag,
} from '@hoplite/codec';
import { ipHeader, tcpProbe } from './probes.js';

/** How a router answers. */
export interface ErrorOptions {
  /** The TTL with which the reply arrives. Default 64. */
  readonly ttl?: number;
  /** Of the reply, IPv4 only. Default 0. */
  readonly identification?: number;
  /** How many bytes of the probe are quoted. Default the header and 8 more, as RFC 792 asks. */
  readonly quoteLength?: number;
  /** The TTL in the quote. Default 1. */
  readonly quotedTtl?: number;
  /** What routers and NATs did to the probe before it was quoted; checksums are not mended. */
  readonly mangle?: (quote: Uint8Array) => void;
  /** What the router adds behind the quote (RFC 4884), which is padded to 128 bytes then. Default nothing. */
  readonly extensions?: ExtensionStructure;
  /** To whom the error goes, where it is not the probe's source. */
  readonly to?: Address;
}

/** Time Exceeded in transit from a router, quoting the probe as that router saw it. */
export function timeExceeded(probe: Uint8Array, from: Address, options: ErrorOptions = {}): Uint8Array {
  const { ip } = opened(probe);
  return icmpError(probe, from, options, ip.version === 4 ? [11, 0] : [3, 0]);
}

/** Destination Unreachable with the given code. */
export function unreachable(probe: Uint8Array, from: Address, code: number, options: ErrorOptions = {}): Uint8Array {
  const { ip } = opened(probe);
  return icmpError(probe, from, options, [ip.version === 4 ? 3 : 1, code]);
}

/** Port Unreachable, in the family of the probe. */
export function portUnreachable(probe: Uint8Array, from: Address, options: ErrorOptions = {}): Uint8Array {
  return unreachable(probe, from, opened(probe).ip.version === 4 ? 3 : 4, options);
}

/** How a destination answers. */
export interface DirectReplyOptions {
  /** The TTL with which the reply arrives. Default 64. */
  readonly ttl?: number;
  /** To a SYN: that the port is closed. Default that it is open. */
  readonly rst?: boolean;
}

/**
 * The answer of the destination in the probe's own protocol: an echo reply, a SYN-ACK or RST (to an ACK always an RST), or the
 * same payload in a UDP datagram. Throws `TypeError` for bytes that nothing answers so.
 */
export function directReply(probe: Uint8Array, options: DirectReplyOptions = {}): Uint8Array {
  const { ip, payload } = opened(probe);
  const back = { source: ip.destination, destination: ip.source, ttl: options.ttl ?? 64 };
  switch (payload.kind) {
    case 'icmpv4':
    case 'icmpv6': {
      if (payload.name !== 'echo-request') throw new TypeError('the probe is an ICMP message, but no echo request');
      const { identifier, sequenceNumber, data } = payload;
      const echo = { name: 'echo-reply', code: 0, identifier, sequenceNumber, data } as const;
      return encodeDatagram(
        payload.kind === 'icmpv4'
          ? { ip: ipHeader(back, 1), payload: { kind: 'icmpv4', type: 0, ...echo } }
          : { ip: ipHeader(back, 58), payload: { kind: 'icmpv6', type: 129, ...echo } },
      );
    }
    case 'tcp': {
      const ports = { sourcePort: payload.destinationPort, destinationPort: payload.sourcePort };
      // RFC 9293 section 3.10.7.1: what comes with an acknowledgment is reset by its number, and tells nothing else back.
      if ((payload.flags & TcpFlag.ack) !== 0) {
        return tcpProbe({ ...back, ...ports, sequenceNumber: payload.acknowledgmentNumber, flags: TcpFlag.rst });
      }
      return tcpProbe({
        ...back,
        ...ports,
        sequenceNumber: 1,
        acknowledgmentNumber: (payload.sequenceNumber + 1) >>> 0,
        flags: TcpFlag.ack | (options.rst === true ? TcpFlag.rst : TcpFlag.syn),
      });
    }
    case 'udp': {
      const { sourcePort, destinationPort, surplus } = payload;
      return encodeDatagram({
        ip: ipHeader(back, 17),
        payload: {
          kind: 'udp',
          sourcePort: destinationPort,
          destinationPort: sourcePort,
          payload: payload.payload,
          surplus,
        },
      });
    }
    default:
      throw new TypeError(`nothing answers a probe of ${payload.kind} directly`);
  }
}

function icmpError(
  probe: Uint8Array,
  from: Address,
  options: ErrorOptions,
  [type, code]: readonly [number, number],
): Uint8Array {
  const { ip } = opened(probe);
  const headerLength = ip.version === 4 ? ip.headerLength : 40;
  const original = probe.slice(0, options.quoteLength ?? headerLength + 8);
  original[ip.version === 4 ? 8 : 7] = options.quotedTtl ?? 1;
  options.mangle?.(original);
  const route = {
    source: from,
    destination: options.to ?? ip.source,
    ttl: options.ttl ?? 64,
    ...(options.identification === undefined ? {} : { identification: options.identification }),
  };
  const carried = { original, extensions: options.extensions ?? null };
  return encodeDatagram(
    ip.version === 4
      ? { ip: ipHeader(route, 1), payload: { kind: 'icmpv4', type, code, ...icmpv4Body(type), ...carried } }
      : { ip: ipHeader(route, 58), payload: { kind: 'icmpv6', type, code, ...icmpv6Body(type), ...carried } },
  );
}

function icmpv4Body(type: number) {
  return type === 11
    ? ({ name: 'time-exceeded', unused: 0, unusedTail: 0 } as const)
    : ({ name: 'destination-unreachable', unused: 0, nextHopMtu: 0 } as const);
}

function icmpv6Body(type: number) {
  return { name: type === 3 ? 'time-exceeded' : 'destination-unreachable', unused: 0 } as const;
}

function opened(datagram: Uint8Array): Datagram {
  const decoded = decodeDatagram(datagram);
  if (!decoded.ok) throw new TypeError('the probe is no datagram');
  return decoded.value;
}
