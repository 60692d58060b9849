import type { DecodeResult } from '../result.js';
import type { LinkLayer } from './layers.js';

/** A captured link-layer frame, taken apart down to the network layer. */
export interface Frame {
  /** The link layers from the outside in: `ethernet`, then `vlan`s or `mpls`; empty for raw IP. */
  readonly layers: readonly LinkLayer[];
  readonly network: 'ipv4' | 'ipv6' | 'other';
  /** Where the network layer starts in the frame. */
  readonly offset: number;
  /** The network layer's bytes, with any trailing padding: a view of the frame. */
  readonly payload: Uint8Array;
}

/** LINKTYPE_ values of captures (tcpdump.org/linktypes.html) that `decodeFrame` reads. */
export const LinkType = {
  null: 0,
  ethernet: 1,
  ppp: 9,
  rawBsd: 12,
  rawOpenBsd: 14,
  raw: 101,
  frameRelay: 107,
  loop: 108,
  linuxSll: 113,
  ipv4: 228,
  ipv6: 229,
  linuxSll2: 276,
} as const;

/** Takes a frame apart. Total; a link type without a decoder is the failure `unsupported`. */
export declare function decodeFrame(linkType: number, bytes: Uint8Array): DecodeResult<Frame>;

/** A link type's name as `hoplite packets` prints it: `ethernet`, `linux-sll2`, `raw`; `linktype-147` for others. */
export declare function linkTypeName(linkType: number): string;
