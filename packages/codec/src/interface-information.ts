import type { Address } from './address.js';

/** The interface information object, class 2 (RFC 5837). Members that the C-Type does not announce are null. */
export interface InterfaceInformation {
  readonly kind: 'interface-information';
  /** 0 incoming, 1 sub-IP component of the incoming, 2 outgoing, 3 next hop. */
  readonly role: number;
  /** The two reserved bits of the C-Type. */
  readonly reserved: number;
  readonly interfaceIndex: number | null;
  readonly address: InterfaceAddress | null;
  readonly interfaceName: InterfaceName | null;
  readonly mtu: number | null;
}

/** RFC 5837 section 4.2. */
export interface InterfaceAddress {
  readonly reserved: number;
  readonly address: Address;
}

/** RFC 5837 section 4.3: UTF-8, and the bytes as found where they are padded oddly or no UTF-8. */
export interface InterfaceName {
  readonly text: string;
  /** The whole sub-object after its length byte. */
  readonly bytes: Uint8Array;
}
