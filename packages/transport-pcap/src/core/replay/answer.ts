import {
  type Datagram,
  type DatagramInit,
  decodeDatagram,
  type ExtensionObject,
  type ExtensionStructureInit,
  encodeDatagram,
  interfaceName,
  TcpFlag,
} from '@hoplite/codec';
import type { AnsweredProbe, ReplyExtension, ReplyInterface } from '@hoplite/engine';
import { fromHex } from '../recording/json.js';
import { quoteOf } from './quote.js';

/** The answer that another probe got, as this one would have got it; null where nothing answers such a datagram. */
export function answerTo(probe: Uint8Array, recorded: AnsweredProbe): Uint8Array | null {
  const decoded = decodeDatagram(probe);
  if (!decoded.ok) return null;
  const init = recorded.direct === null ? errorFor(decoded.value, recorded) : directFor(decoded.value, recorded);
  return init === null ? null : encodeDatagram(init);
}

/** Who answers, to whom. */
interface Envelope {
  readonly from: string;
  readonly to: string;
  /** With which the answer arrives; a usual one where nobody saw it. */
  readonly ttl: number;
}

function errorFor(probe: Datagram, recorded: AnsweredProbe): DatagramInit {
  const { type = 0, code = 0 } = recorded.icmp ?? {};
  const envelope = { from: recorded.address, to: probe.ip.source, ttl: recorded.replyTtl ?? USUAL_TTL };
  const original = quoteOf(probe, recorded);
  const quoting = { original, extensions: extensionsOf(recorded) };
  const mtu = recorded.mtu ?? 0;
  if (probe.ip.version === 4) {
    const common = { kind: 'icmpv4', type, code } as const;
    const ip = ipv4(envelope, 1);
    switch (type) {
      case 3:
        return { ip, payload: { ...common, name: 'destination-unreachable', unused: 0, nextHopMtu: mtu, ...quoting } };
      case 12:
        return { ip, payload: { ...common, name: 'parameter-problem', pointer: 0, unusedTail: 0, ...quoting } };
      default:
        return { ip, payload: { ...common, name: 'time-exceeded', unused: 0, unusedTail: 0, ...quoting } };
    }
  }
  const common = { kind: 'icmpv6', type, code } as const;
  const ip = ipv6(envelope, 58);
  switch (type) {
    case 2:
      return { ip, payload: { ...common, name: 'packet-too-big', mtu, original } };
    case 4:
      return { ip, payload: { ...common, name: 'parameter-problem', pointer: 0, original } };
    default:
      return {
        ip,
        payload: { ...common, name: type === 1 ? 'destination-unreachable' : 'time-exceeded', unused: 0, ...quoting },
      };
  }
}

/** The destination's own answer. */
function directFor({ ip, payload }: Datagram, { address, direct, replyTtl }: AnsweredProbe): DatagramInit | null {
  const envelope = { from: address, to: ip.source, ttl: replyTtl ?? USUAL_TTL };
  const header = (protocol: number) => (ip.version === 4 ? ipv4(envelope, protocol) : ipv6(envelope, protocol));
  switch (payload.kind) {
    case 'icmpv4':
    case 'icmpv6': {
      if (payload.name !== 'echo-request') return null;
      const { identifier, sequenceNumber, data } = payload;
      const echo = { name: 'echo-reply', code: 0, identifier, sequenceNumber, data } as const;
      return payload.kind === 'icmpv4'
        ? { ip: header(1), payload: { kind: 'icmpv4', type: 0, ...echo } }
        : { ip: header(58), payload: { kind: 'icmpv6', type: 129, ...echo } };
    }
    case 'tcp':
      return {
        ip: header(6),
        payload: {
          ...swapPorts(payload),
          kind: 'tcp',
          sequenceNumber: 0,
          acknowledgmentNumber: (payload.sequenceNumber + 1) >>> 0,
          reserved: 0,
          flags: TcpFlag.ack | (direct === 'rst' ? TcpFlag.rst : TcpFlag.syn),
          window: 0,
          urgentPointer: 0,
          options: [],
          payload: NOTHING,
        },
      };
    case 'udp':
      return { ip: header(17), payload: { ...swapPorts(payload), kind: 'udp', payload: NOTHING } };
    default:
      return null;
  }
}

const USUAL_TTL = 64;
const NOTHING = new Uint8Array(0);

function swapPorts({ sourcePort, destinationPort }: { readonly sourcePort: number; readonly destinationPort: number }) {
  return { sourcePort: destinationPort, destinationPort: sourcePort };
}

function ipv4({ from, to, ttl }: Envelope, protocol: number): Extract<DatagramInit['ip'], { version: 4 }> {
  return {
    version: 4,
    typeOfService: 0,
    identification: 0,
    reservedFlag: false,
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    ttl,
    protocol,
    source: from,
    destination: to,
    options: [],
  };
}

function ipv6({ from, to, ttl }: Envelope, nextHeader: number): Extract<DatagramInit['ip'], { version: 6 }> {
  return {
    version: 6,
    trafficClass: 0,
    flowLabel: 0,
    nextHeader,
    hopLimit: ttl,
    source: from,
    destination: to,
    extensionHeaders: [],
  };
}

function extensionsOf({ mpls, interfaces, extensions }: AnsweredProbe): ExtensionStructureInit | null {
  const labels: ExtensionObject[] = mpls.length === 0 ? [] : [{ kind: 'mpls-label-stack', entries: mpls }];
  const objects = [...labels, ...interfaces.map(interfaceObject), ...extensions.map(otherObject)];
  return objects.length === 0 ? null : { version: 2, reserved: 0, objects, rest: NOTHING };
}

/** RFC 5837 section 4.1, in the order of the two bits. */
const ROLES: readonly ReplyInterface['role'][] = ['incoming', 'incoming-sub-ip', 'outgoing', 'next-hop'];

function interfaceObject({ role, index, address, name, mtu }: ReplyInterface): ExtensionObject {
  return {
    kind: 'interface-information',
    role: ROLES.indexOf(role),
    reserved: 0,
    interfaceIndex: index,
    address: address === null ? null : { reserved: 0, address },
    interfaceName: name === null ? null : interfaceName(name),
    mtu,
  };
}

function otherObject({ class: classNumber, type, data }: ReplyExtension): ExtensionObject {
  return { kind: 'unknown', classNumber, cType: type, payload: fromHex(data) ?? NOTHING };
}
