import type { MplsLabelStackEntry } from '../mpls-label-stack.js';

/** One link layer of a frame. Hardware addresses are lower-case hex with colons. */
export type LinkLayer =
  | { readonly kind: 'ethernet'; readonly destination: string; readonly source: string; readonly etherType: number }
  /** 802.1Q, 802.1ad; `tpid` is the EtherType that announced it. */
  | {
      readonly kind: 'vlan';
      readonly tpid: number;
      readonly priority: number;
      readonly dropEligible: boolean;
      readonly vlan: number;
      readonly etherType: number;
    }
  | { readonly kind: 'mpls'; readonly entries: readonly MplsLabelStackEntry[] }
  | {
      readonly kind: 'linux-sll';
      readonly packetType: number;
      readonly hardwareType: number;
      readonly address: Uint8Array;
      readonly etherType: number;
    }
  | {
      readonly kind: 'linux-sll2';
      readonly etherType: number;
      readonly interfaceIndex: number;
      readonly hardwareType: number;
      readonly packetType: number;
      readonly address: Uint8Array;
    }
  /** BSD null and loop: a protocol family, in either byte order for null. */
  | { readonly kind: 'bsd-loopback'; readonly family: number; readonly bigEndian: boolean }
  | { readonly kind: 'ppp'; readonly framed: boolean; readonly protocol: number }
  | { readonly kind: 'frame-relay'; readonly dlci: number; readonly header: Uint8Array; readonly protocol: number };
