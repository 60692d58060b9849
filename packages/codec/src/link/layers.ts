import type { MplsLabelStackEntry } from '../mpls-label-stack.js';
import { type DecodeFailure, failure } from '../result.js';

/** One link layer of a frame, its fields in wire order. Hardware addresses are lower-case hex with colons. */
export type LinkLayer = Ethernet | Vlan | Llc | Snap | Mpls | LinuxSll | LinuxSll2 | BsdLoopback | Ppp | FrameRelay;

/** Ethernet II, and IEEE 802.3 where `etherType` is at most 1500: then it is a length, and an `llc` layer follows. */
export interface Ethernet {
  readonly kind: 'ethernet';
  readonly destination: string;
  readonly source: string;
  readonly etherType: number;
}

/** An IEEE 802.1Q or 802.1ad tag. */
export interface Vlan {
  readonly kind: 'vlan';
  readonly priority: number;
  readonly dropEligible: boolean;
  readonly vlan: number;
  readonly etherType: number;
}

/** IEEE 802.2, the first three bytes. */
export interface Llc {
  readonly kind: 'llc';
  readonly destinationServiceAccessPoint: number;
  readonly sourceServiceAccessPoint: number;
  readonly control: number;
}

/** The Subnetwork Access Protocol header behind LLC (RFC 1042) or a frame relay NLPID (RFC 2427). */
export interface Snap {
  readonly kind: 'snap';
  readonly organization: number;
  readonly protocol: number;
}

/** A label stack down to its bottom (RFC 3032). */
export interface Mpls {
  readonly kind: 'mpls';
  readonly entries: readonly MplsLabelStackEntry[];
}

/** LINKTYPE_LINUX_SLL. */
export interface LinuxSll {
  readonly kind: 'linux-sll';
  readonly packetType: number;
  readonly hardwareType: number;
  readonly addressLength: number;
  /** The field's 8 bytes, of which the first `addressLength` are the address. */
  readonly address: Uint8Array;
  readonly protocol: number;
}

/** LINKTYPE_LINUX_SLL2. */
export interface LinuxSll2 {
  readonly kind: 'linux-sll2';
  readonly protocol: number;
  readonly reserved: number;
  readonly interfaceIndex: number;
  readonly hardwareType: number;
  readonly packetType: number;
  readonly addressLength: number;
  /** The field's 8 bytes, of which the first `addressLength` are the address. */
  readonly address: Uint8Array;
}

/** BSD null and loop: a protocol family, in either byte order for null; over 65535 it is what tshark reads an EtherType from. */
export interface BsdLoopback {
  readonly kind: 'bsd-loopback';
  readonly family: number;
  readonly bigEndian: boolean;
}

/** RFC 1661, with or without the HDLC-like framing (`ff 03`) of RFC 1662. */
export interface Ppp {
  readonly kind: 'ppp';
  readonly framed: boolean;
  /** The protocol field has one byte (RFC 1661 section 6.5). */
  readonly compressed: boolean;
  readonly protocol: number;
}

/** Frame relay: Q.922 address, then RFC 2427 (`nlpid`) or Cisco's encapsulation (`ethertype`). */
export interface FrameRelay {
  readonly kind: 'frame-relay';
  readonly dlci: number;
  /** All bytes before `protocol`: the address, which the DLCI is read from, and the control field with its pad. */
  readonly header: Uint8Array;
  readonly encapsulation: 'nlpid' | 'ethertype';
  readonly protocol: number;
}

/** A frame's network layer: IPv4, IPv6, or anything that is no part of this library. */
export type Network = 'ipv4' | 'ipv6' | 'other';

/** What the decoder of one link layer returns: the layer, where it ends, and what it says comes next. */
export type LinkStep =
  | { readonly ok: true; readonly layer: LinkLayer; readonly end: number; readonly next: Next }
  | { readonly ok: false; readonly failure: DecodeFailure };

export type Next = LinkLayer['kind'] | Network;

export function linkTruncated(kind: LinkLayer['kind'], bytes: Uint8Array, offset: number, needed: number): LinkStep {
  return { ok: false, failure: failure(kind, 'truncated', offset, needed, bytes.length - offset) };
}
