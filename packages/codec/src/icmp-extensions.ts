import type { InterfaceIdentification } from './interface-identification.js';
import type { InterfaceInformation } from './interface-information.js';
import type { MplsLabelStack } from './mpls-label-stack.js';

/** An ICMP extension structure (RFC 4884 section 7). */
export interface ExtensionStructure {
  /** 2; the rare router that writes it into the wrong half of the byte is kept as found. */
  readonly version: number;
  /** The 12 bits after the version. */
  readonly reserved: number;
  /** 0 where the sender computed none. */
  readonly checksum: number;
  readonly objects: readonly ExtensionObject[];
  /** What follows the last object whose length made sense; nearly always empty. */
  readonly rest: Uint8Array;
}

export type ExtensionObject =
  | MplsLabelStack
  | InterfaceInformation
  | InterfaceIdentification
  /** Any other object, and those above whose payload does not fit their shape. */
  | { readonly kind: 'unknown'; readonly classNumber: number; readonly cType: number; readonly payload: Uint8Array };
