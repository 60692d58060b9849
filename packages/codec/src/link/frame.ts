import { type DecodeResult, failure } from '../result.js';
import { view } from '../wire.js';
import { decodeBsdLoopback, encodeBsdLoopback } from './bsd-loopback.js';
import {
  decodeEthernet,
  decodeLlc,
  decodeSnap,
  decodeVlan,
  encodeEthernet,
  encodeLlc,
  encodeSnap,
  encodeVlan,
} from './ethernet.js';
import { networkByVersion } from './ethertype.js';
import { decodeFrameRelay, encodeFrameRelay } from './frame-relay.js';
import type { LinkLayer, LinkStep, Network, Next } from './layers.js';
import { decodeLinuxSll, encodeLinuxSll } from './linux-sll.js';
import { decodeLinuxSll2, encodeLinuxSll2 } from './linux-sll2.js';
import { decodeMpls, encodeMpls } from './mpls.js';
import { decodePpp, encodePpp } from './ppp.js';

/** A captured link-layer frame, taken apart down to the network layer. */
export interface Frame {
  /** The link layers from the outside in: `ethernet`, then `vlan`s or `mpls`; empty for raw IP. */
  readonly layers: readonly LinkLayer[];
  /** What the innermost layer announces, or for raw IP the version shows. */
  readonly network: Network;
  /** Where the network layer starts in the frame. */
  readonly offset: number;
  /** The network layer's bytes, with any trailing padding: a view of the frame. */
  readonly payload: Uint8Array;
}

/** LINKTYPE_ values of captures (tcpdump.org/linktypes.html) that `decodeFrame` reads. */
export const LinkType = {
  /** BSD loopback: a protocol family in the byte order of the machine that captured. */
  null: 0,
  /** Ethernet, and Wi-Fi where the system makes Ethernet of it. */
  ethernet: 1,
  /** PPP, with or without `ff 03` in front. */
  ppp: 9,
  /** Raw IP by the number that DLT_RAW has on most systems, which some write into files in place of 101. */
  rawBsd: 12,
  /** Raw IP by the number that DLT_RAW has on OpenBSD. */
  rawOpenBsd: 14,
  /** Raw IP of either version, without a link layer. */
  raw: 101,
  /** Frame relay. */
  frameRelay: 107,
  /** OpenBSD loopback: a protocol family in network byte order. */
  loop: 108,
  /** Linux's cooked header, as `tcpdump -i any` writes it. */
  linuxSll: 113,
  /** Raw IPv4. */
  ipv4: 228,
  /** Raw IPv6. */
  ipv6: 229,
  /** The second version of Linux's cooked header, which newer `tcpdump -i any` write. */
  linuxSll2: 276,
} as const;

/** More tags and stacks than any real frame has. */
const MOST_LAYERS = 16;

/** Takes a frame apart. Total; a link type without a decoder is the failure `unsupported`. */
export function decodeFrame(linkType: number, bytes: Uint8Array): DecodeResult<Frame> {
  const layers: LinkLayer[] = [];
  let offset = 0;
  let next = outermost(linkType, bytes);
  if (next === null) return { ok: false, failure: failure('link', 'unsupported', 0, 0, bytes.length) };
  while (next !== 'ipv4' && next !== 'ipv6' && next !== 'other') {
    if (layers.length === MOST_LAYERS) {
      return { ok: false, failure: failure(next, 'too-many', offset, 0, bytes.length - offset) };
    }
    const step: LinkStep = decodeLayer(next, bytes, offset);
    if (!step.ok) return step;
    layers.push(step.layer);
    offset = step.end;
    next = step.next;
  }
  return { ok: true, value: { layers, network: next, offset, payload: view(bytes, offset, bytes.length) } };
}

/**
 * The reverse: the layers as bytes with `payload` behind them. Nothing is derived, so the layers must announce one another
 * as on the wire. Throws `RangeError` where the first layer is not the link type's, or naming a field and its range.
 */
export function encodeFrame(linkType: number, layers: readonly LinkLayer[], payload: Uint8Array): Uint8Array {
  const first = outermost(linkType, payload);
  const expected = first === 'ipv4' || first === 'ipv6' || first === 'other' ? undefined : first;
  if (first === null || layers[0]?.kind !== expected) {
    throw new RangeError(
      `a frame of ${linkTypeName(linkType)} cannot begin with ${layers[0]?.kind ?? 'no link layer'}`,
    );
  }
  const parts = [...layers.map(encodeLayer), payload];
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

const NAMES: Readonly<Record<number, string>> = {
  [LinkType.null]: 'null',
  [LinkType.ethernet]: 'ethernet',
  [LinkType.ppp]: 'ppp',
  [LinkType.rawBsd]: 'raw',
  [LinkType.rawOpenBsd]: 'raw',
  [LinkType.raw]: 'raw',
  [LinkType.frameRelay]: 'frame-relay',
  [LinkType.loop]: 'loop',
  [LinkType.linuxSll]: 'linux-sll',
  [LinkType.ipv4]: 'ipv4',
  [LinkType.ipv6]: 'ipv6',
  [LinkType.linuxSll2]: 'linux-sll2',
};

/** A link type's name as `hoplite packets` prints it: `ethernet`, `linux-sll2`, `raw`; `linktype-147` for others. */
export function linkTypeName(linkType: number): string {
  return NAMES[linkType] ?? `linktype-${linkType}`;
}

/** What a frame of the link type begins with; null for a link type unknown here. */
function outermost(linkType: number, bytes: Uint8Array): Next | null {
  switch (linkType) {
    case LinkType.ethernet:
      return 'ethernet';
    case LinkType.null:
    case LinkType.loop:
      return 'bsd-loopback';
    case LinkType.ppp:
      return 'ppp';
    case LinkType.frameRelay:
      return 'frame-relay';
    case LinkType.linuxSll:
      return 'linux-sll';
    case LinkType.linuxSll2:
      return 'linux-sll2';
    case LinkType.rawBsd:
    case LinkType.rawOpenBsd:
    case LinkType.raw:
      return networkByVersion(bytes, 0);
    case LinkType.ipv4:
      return 'ipv4';
    case LinkType.ipv6:
      return 'ipv6';
    default:
      return null;
  }
}

function decodeLayer(kind: LinkLayer['kind'], bytes: Uint8Array, offset: number): LinkStep {
  switch (kind) {
    case 'ethernet':
      return decodeEthernet(bytes, offset);
    case 'vlan':
      return decodeVlan(bytes, offset);
    case 'llc':
      return decodeLlc(bytes, offset);
    case 'snap':
      return decodeSnap(bytes, offset);
    case 'mpls':
      return decodeMpls(bytes, offset);
    case 'linux-sll':
      return decodeLinuxSll(bytes, offset);
    case 'linux-sll2':
      return decodeLinuxSll2(bytes, offset);
    case 'bsd-loopback':
      return decodeBsdLoopback(bytes, offset);
    case 'ppp':
      return decodePpp(bytes, offset);
    case 'frame-relay':
      return decodeFrameRelay(bytes, offset);
  }
}

function encodeLayer(layer: LinkLayer): Uint8Array {
  switch (layer.kind) {
    case 'ethernet':
      return encodeEthernet(layer);
    case 'vlan':
      return encodeVlan(layer);
    case 'llc':
      return encodeLlc(layer);
    case 'snap':
      return encodeSnap(layer);
    case 'mpls':
      return encodeMpls(layer);
    case 'linux-sll':
      return encodeLinuxSll(layer);
    case 'linux-sll2':
      return encodeLinuxSll2(layer);
    case 'bsd-loopback':
      return encodeBsdLoopback(layer);
    case 'ppp':
      return encodePpp(layer);
    case 'frame-relay':
      return encodeFrameRelay(layer);
  }
}
