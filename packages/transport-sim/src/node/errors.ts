import { type Address, type AddressFamily, addressFamily, type ExtensionObject, interfaceName } from '@hoplite/codec';
import { addressAt, nanoseconds } from '../graph/graph.js';
import { type ErrorKind, errorPacket } from '../packet/icmp-message.js';
import { byte, type Packet, Protocol } from '../packet/packet.js';
import { quoteOf } from '../packet/quote.js';
import type { Here } from './here.js';
import { labelStack, sendAlong } from './labels.js';
import { originate } from './originate.js';

/**
 * Answers a packet with an ICMP error as this node does, or not at all. `asked` is the address that was asked, where the
 * packet was for this node.
 */
export function sendError(here: Here, packet: Packet, kind: ErrorKind, asked: Address | null = null): void {
  const { node, state, chance } = here;
  const { errors } = node.settings;
  if (!(isTimeExceeded(packet.family, kind) ? errors.timeExceeded : errors.unreachable)) return;
  if (!mayBeAnswered(packet)) return;
  const source = sourceOf(here, packet, asked);
  if (source === null || chance.happens(errors.loss)) return;
  if (
    errors.limit !== null &&
    !state.mayError(here.at, { count: errors.limit.count, per: nanoseconds(errors.limit.per) })
  ) {
    return;
  }
  const objects = extensionsOf(here, packet);
  const reply = errorPacket(
    {
      family: packet.family,
      source,
      destination: packet.source,
      ttl: ttlOf(here, packet),
      identification: state.identification(),
      tos: INTERNETWORK_CONTROL,
    },
    kind,
    quoteOf(packet, errors.quote, objects.length > 0),
    objects,
    errors.quote,
  );
  for (let copy = 0; copy < errors.copies; copy++) {
    const at = here.at + nanoseconds(errors.delay) + chance.upTo(nanoseconds(errors.jitter));
    send({ ...here, at }, packet, reply);
  }
}

/** RFC 1812 section 4.3.2.5. */
const INTERNETWORK_CONTROL = 0xc0;

function isTimeExceeded(family: AddressFamily, { type }: ErrorKind): boolean {
  return type === (family === 4 ? 11 : 3);
}

/** RFC 1122 section 3.2.2 and RFC 4443 section 2.4: no error about an error, a later fragment or from nobody. */
function mayBeAnswered({ bytes, family, protocol, start, fragment, source }: Packet): boolean {
  if (fragment === 'later' || !isUnicast(source)) return false;
  const type = byte(bytes, start);
  if (family === 4 && protocol === Protocol.icmpv4) return !ICMPV4_ERRORS.includes(type);
  return !(family === 6 && protocol === Protocol.icmpv6 && type < 128);
}

const ICMPV4_ERRORS: readonly number[] = [3, 4, 5, 11, 12];

function isUnicast(address: Address): boolean {
  if (address.includes(':')) return address !== '::' && !address.startsWith('ff');
  const first = Number.parseInt(address, 10);
  return first > 0 && first < 224;
}

function sourceOf({ node, incoming, routes }: Here, packet: Packet, asked: Address | null): Address | null {
  const { from } = node.settings.errors;
  const { family } = packet;
  if (from === 'node') return addressAt(node, null, family);
  if (from === 'outgoing') {
    const decision = routes.decide(node, packet.source);
    return addressAt(node, decision.kind === 'forward' ? (decision.via[0] ?? null) : null, family);
  }
  if (from === 'incoming') return asked ?? addressAt(node, incoming, family);
  return addressFamily(from) === family ? from : (asked ?? addressAt(node, incoming, family));
}

function ttlOf({ node }: Here, packet: Packet): number {
  const { ttl } = node.settings.errors;
  if (typeof ttl === 'number') return ttl;
  return ttl === 'initial' ? node.settings.initialTtl : packet.ttl;
}

/** RFC 5837 section 4.3: 63 bytes, each letter of which may take four. */
const MOST_OF_NAME = 15;

function extensionsOf({ node, incoming }: Here, packet: Packet): readonly ExtensionObject[] {
  const objects: ExtensionObject[] = [];
  if (packet.label?.tunnel.quoted) objects.push({ kind: 'mpls-label-stack', entries: labelStack(packet.label) });
  if (node.settings.errors.interfaceInformation && incoming !== null) {
    const address = addressAt(node, incoming, packet.family);
    objects.push({
      kind: 'interface-information',
      role: 0,
      reserved: 0,
      interfaceIndex: incoming.index + 1,
      address: address === null ? null : { reserved: 0, address },
      interfaceName: interfaceName(incoming.link.slice(0, MOST_OF_NAME)),
      mtu: incoming.out.mtu,
    });
  }
  return objects;
}

/** By its address; or on along the tunnel in which the packet was, to turn at its end. */
function send(here: Here, { label }: Packet, reply: Packet): void {
  if (label?.tunnel.errors === 'through-end') sendAlong(here, { ...reply, label: { ...label, ttl: 255 } });
  else originate(here, reply);
}
