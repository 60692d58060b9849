import type { MplsLabelStackEntry } from '../mpls-label-stack.js';
import { type DecodeFailure, failure } from '../result.js';

/** One link layer of a frame, its fields in wire order; `kind` says which. */
export type LinkLayer = Ethernet | Vlan | Llc | Snap | Mpls | LinuxSll | LinuxSll2 | BsdLoopback | Ppp | FrameRelay;

/** Ethernet II, and IEEE 802.3. */
export interface Ethernet {
  /** The first layer of `LinkType.ethernet`. */
  readonly kind: 'ethernet';
  /** Lower-case hex with colons, as `source` is: `02:00:5e:10:00:01`. */
  readonly destination: string;
  /** Who sent the frame on this link. */
  readonly source: string;
  /** What follows: 0x0800 IPv4, 0x86dd IPv6, 0x8100 a tag. Up to 1500 it is a length (IEEE 802.3), and an `llc` layer follows. */
  readonly etherType: number;
}

/** An IEEE 802.1Q tag, or an outer one: 802.1ad (EtherType 0x88a8), or the older 0x9100. */
export interface Vlan {
  /** Behind EtherType 0x8100, 0x88a8 or 0x9100: several where tags are in tags. */
  readonly kind: 'vlan';
  /** The PCP: 0 to 7, where 0 is best effort. */
  readonly priority: number;
  /** The DEI: the first to be dropped where there is congestion. */
  readonly dropEligible: boolean;
  /** The VID: 12 bits, where 0 says that the tag is there for its priority alone. */
  readonly vlan: number;
  /** What follows, as behind an Ethernet header. */
  readonly etherType: number;
}

/** IEEE 802.2, the first three bytes. */
export interface Llc {
  /** Behind a length where an EtherType could be, and behind protocol 4 of a cooked header. */
  readonly kind: 'llc';
  /** The DSAP: 0xaa for SNAP, 0x06 for IP, 0x42 for spanning tree. */
  readonly destinationServiceAccessPoint: number;
  /** The SSAP, which is nearly always the DSAP. */
  readonly sourceServiceAccessPoint: number;
  /** 3 for unnumbered information. The second byte that other frames have is left to what follows. */
  readonly control: number;
}

/** The Subnetwork Access Protocol header behind LLC (RFC 1042) or a frame relay NLPID (RFC 2427). */
export interface Snap {
  /** Behind LLC `aa aa 03`, and behind NLPID 0x80 of frame relay. */
  readonly kind: 'snap';
  /** 24 bits; where it is 0 or 0xf8 `protocol` is an EtherType, else a number of this organization's own. */
  readonly organization: number;
  /** What follows: 16 bits. */
  readonly protocol: number;
}

/** A label stack (RFC 3032). No field of it says what follows: IP is known by its version (RFC 4928 section 2). */
export interface Mpls {
  /** Behind EtherType 0x8847 or 0x8848, and behind protocol 0x0281 or 0x0283 of PPP. */
  readonly kind: 'mpls';
  /** From the top down to the bottom. */
  readonly entries: readonly MplsLabelStackEntry[];
}

/** Linux's cooked header (LINKTYPE_LINUX_SLL), as captures of the interface `any` have it. */
export interface LinuxSll {
  /** The first layer of `LinkType.linuxSll`. */
  readonly kind: 'linux-sll';
  /** 0 to this host, 1 broadcast, 2 multicast, 3 to another host, 4 from this host. */
  readonly packetType: number;
  /** Linux's ARPHRD_ number of the interface's kind: 1 Ethernet, 772 loopback. */
  readonly hardwareType: number;
  /** Bytes of the sender's link-layer address, as the header says; over 8 where it was too long for the field. */
  readonly addressLength: number;
  /** The field's 8 bytes, of which the first `addressLength` are the address. */
  readonly address: Uint8Array;
  /** What follows: an EtherType, or a small number of Linux's own (4: an `llc` layer). */
  readonly protocol: number;
}

/** The second version of Linux's cooked header (LINKTYPE_LINUX_SLL2), which names the interface. */
export interface LinuxSll2 {
  /** The first layer of `LinkType.linuxSll2`. */
  readonly kind: 'linux-sll2';
  /** What follows: an EtherType, or a small number of Linux's own (4: an `llc` layer). */
  readonly protocol: number;
  /** 16 bits: 0 by rule, kept as found. */
  readonly reserved: number;
  /** Of the interface that the packet crossed, on the machine that captured: 32 bits. */
  readonly interfaceIndex: number;
  /** Linux's ARPHRD_ number of the interface's kind: 1 Ethernet, 772 loopback. */
  readonly hardwareType: number;
  /** 0 to this host, 1 broadcast, 2 multicast, 3 to another host, 4 from this host. */
  readonly packetType: number;
  /** Bytes of the sender's link-layer address, as the header says; over 8 where it was too long for the field. */
  readonly addressLength: number;
  /** The field's 8 bytes, of which the first `addressLength` are the address. */
  readonly address: Uint8Array;
}

/** BSD null and loop. */
export interface BsdLoopback {
  /** The first layer of `LinkType.null` and `LinkType.loop`. */
  readonly kind: 'bsd-loopback';
  /**
   * The capturing system's AF_ number: 2 IPv4 everywhere; IPv6 is 10 on Linux, 24 NetBSD, OpenBSD and by Npcap, 28 FreeBSD,
   * 30 macOS. Over 65535 its last two bytes are read as an EtherType, as tshark does.
   */
  readonly family: number;
  /** The order of the field's bytes: network order for loop, the machine's for null. Read as the one that makes a small number. */
  readonly bigEndian: boolean;
}

/** The Point-to-Point Protocol (RFC 1661). */
export interface Ppp {
  /** The first layer of `LinkType.ppp`. */
  readonly kind: 'ppp';
  /** It begins with address and control, `ff 03`, as in HDLC-like framing (RFC 1662). */
  readonly framed: boolean;
  /** The protocol field has one byte (RFC 1661 section 6.5). */
  readonly compressed: boolean;
  /** What follows: 0x0021 IPv4, 0x0057 IPv6, 0x0281 and 0x0283 MPLS. */
  readonly protocol: number;
}

/** Frame relay: a Q.922 address, then a protocol. */
export interface FrameRelay {
  /** The first layer of `LinkType.frameRelay`. */
  readonly kind: 'frame-relay';
  /** The connection: 10, 16 or 23 bits, by the address's length of 2 to 4 bytes. `encodeFrame` takes `header` instead. */
  readonly dlci: number;
  /** All bytes before `protocol`: the address, which the DLCI is read from, and the control field with its pad. */
  readonly header: Uint8Array;
  /** RFC 2427, with a control field and an NLPID; or Cisco's, with an EtherType. */
  readonly encapsulation: 'nlpid' | 'ethertype';
  /** What follows: an NLPID (0xcc IPv4, 0x8e IPv6, 0x80 SNAP) or an EtherType, as `encapsulation` says. */
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
