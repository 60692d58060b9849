import { readUint16, view, writeUint16 } from '../wire.js';
import { afterEtherType } from './ethertype.js';
import { type LinkStep, type LinuxSll, linkTruncated, type Next } from './layers.js';

// packet type 2 | ARPHRD_ type 2 | address length 2 | address 8 | protocol 2
const HEADER_LENGTH = 16;
const ADDRESS_LENGTH = 8;

/** Linux cooked capture, as "any" gives it (LINKTYPE_LINUX_SLL). */
export function decodeLinuxSll(bytes: Uint8Array, offset: number): LinkStep {
  if (bytes.length - offset < HEADER_LENGTH) return linkTruncated('linux-sll', bytes, offset, HEADER_LENGTH);
  const layer: LinuxSll = {
    kind: 'linux-sll',
    packetType: readUint16(bytes, offset),
    hardwareType: readUint16(bytes, offset + 2),
    addressLength: readUint16(bytes, offset + 4),
    address: view(bytes, offset + 6, offset + 6 + ADDRESS_LENGTH),
    protocol: readUint16(bytes, offset + 14),
  };
  return { ok: true, layer, end: offset + HEADER_LENGTH, next: afterCooked(layer.hardwareType, layer.protocol) };
}

export function encodeLinuxSll(layer: LinuxSll): Uint8Array {
  const bytes = new Uint8Array(HEADER_LENGTH);
  writeUint16(bytes, 0, layer.packetType, 'sll.packetType');
  writeUint16(bytes, 2, layer.hardwareType, 'sll.hardwareType');
  writeUint16(bytes, 4, layer.addressLength, 'sll.addressLength');
  writeCookedAddress(bytes, 6, layer.address);
  writeUint16(bytes, 14, layer.protocol, 'sll.protocol');
  return bytes;
}

/** Throws `RangeError` unless it is 8 bytes. */
export function writeCookedAddress(bytes: Uint8Array, offset: number, address: Uint8Array): void {
  if (address.length !== ADDRESS_LENGTH) {
    throw new RangeError(`SLL address must have ${ADDRESS_LENGTH} bytes, has ${address.length}`);
  }
  bytes.set(address, offset);
}

/** ARPHRD_ types whose protocol field is no EtherType: FRAD, 802.11 with radiotap header, netlink. */
const OTHER_PROTOCOLS: ReadonlySet<number> = new Set([770, 803, 824]);
/** Linux's own number for a frame that begins with an LLC header. */
const LINUX_802_2 = 0x0004;

/** What the protocol field announces: an EtherType, or one of Linux's own small numbers. */
export function afterCooked(hardwareType: number, protocol: number): Next {
  if (OTHER_PROTOCOLS.has(hardwareType)) return 'other';
  return protocol === LINUX_802_2 ? 'llc' : afterEtherType(protocol);
}
