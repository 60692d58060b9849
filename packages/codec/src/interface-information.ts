import { type Address, addressFamily, readIpv4Address, readIpv6Address, writeAddress } from './address.js';
import { nameText, paddedName } from './padded-name.js';
import { unsigned } from './unsigned.js';
import { readUint8, readUint16, readUint32, view, writeUint8, writeUint16, writeUint32 } from './wire.js';

// The C-Type:
//
//   Bit    0       1       2       3       4       5       6       7
//      +-------+-------+-------+-------+-------+-------+-------+-------+
//      | Interface Role| Rsvd1 | Rsvd2 |ifIndex| IPAddr|  name |  MTU  |
//      +-------+-------+-------+-------+-------+-------+-------+-------+
//
// Then what its last four bits announce, in this order:
//
//   ifIndex 4 | AFI 2, reserved 2, address 4 or 16 | length 1, name | MTU 4
const INDEX = 0x08;
const ADDRESS = 0x04;
const NAME = 0x02;
const MTU = 0x01;

/** The interface information object (RFC 5837). Members that the C-Type does not announce are null. */
export interface InterfaceInformation {
  /** Class 2; its C-Type is made of `role`, `reserved` and what is not null. */
  readonly kind: 'interface-information';
  /** 0 incoming, 1 sub-IP component of the incoming, 2 outgoing, 3 next hop. */
  readonly role: number;
  /** The two reserved bits of the C-Type. */
  readonly reserved: number;
  /** The ifIndex of the Interfaces Group MIB: 32 bits. */
  readonly interfaceIndex: number | null;
  /** An address of the interface, or for role 3 of the next hop. */
  readonly address: InterfaceAddress | null;
  /** The ifName, such as `ge-0/0/1`. */
  readonly interfaceName: InterfaceName | null;
  /** In bytes: 32 bits. */
  readonly mtu: number | null;
}

/** The address sub-object (RFC 5837 section 4.2), whose family number is that of its address. */
export interface InterfaceAddress {
  /** The 16 bits after the family: 0 by rule, kept as found. */
  readonly reserved: number;
  /** Of either family. */
  readonly address: Address;
}

/** The name sub-object (RFC 5837 section 4.3). */
export interface InterfaceName {
  /** The name without its padding; U+FFFD stands for what is no UTF-8. */
  readonly text: string;
  /** The whole sub-object after its length byte, padding included: what is encoded. */
  readonly bytes: Uint8Array;
}

/** A name padded as RFC 5837 section 4.3 asks. */
export function interfaceName(text: string): InterfaceName {
  return { text, bytes: paddedName(text, 1) };
}

/** Takes the object's payload apart; null where what the C-Type announces does not fill it exactly. */
export function decodeInterfaceInformation(cType: number, payload: Uint8Array): InterfaceInformation | null {
  const end = payload.length;
  let offset = 0;

  const interfaceIndex = (cType & INDEX) !== 0 && offset + 4 <= end ? readUint32(payload, offset) : null;
  if (interfaceIndex !== null) offset += 4;
  const address = (cType & ADDRESS) !== 0 ? readInterfaceAddress(payload, offset) : null;
  if (address !== null) offset += addressSubObjectLength(address);
  const name = (cType & NAME) !== 0 ? readInterfaceName(payload, offset) : null;
  if (name !== null) offset += 1 + name.bytes.length;
  const mtu = (cType & MTU) !== 0 && offset + 4 <= end ? readUint32(payload, offset) : null;
  if (mtu !== null) offset += 4;

  const information: InterfaceInformation = {
    kind: 'interface-information',
    role: (cType >> 6) & 0x3,
    reserved: (cType >> 4) & 0x3,
    interfaceIndex,
    address,
    interfaceName: name,
    mtu,
  };
  return offset === end && interfaceInformationCType(information) === cType ? information : null;
}

/** The object's payload. Throws `RangeError` naming field and range. */
export function encodeInterfaceInformation(information: InterfaceInformation): Uint8Array {
  const { interfaceIndex, address, interfaceName: name, mtu } = information;
  const addressLength = address === null ? 0 : addressSubObjectLength(address);
  const nameLength = name === null ? 0 : 1 + name.bytes.length;
  const bytes = new Uint8Array((interfaceIndex === null ? 0 : 4) + addressLength + nameLength + (mtu === null ? 0 : 4));
  let offset = 0;
  if (interfaceIndex !== null) {
    writeUint32(bytes, offset, interfaceIndex, 'interfaceInformation.interfaceIndex');
    offset += 4;
  }
  if (address !== null) writeInterfaceAddress(bytes, offset, address);
  offset += addressLength;
  if (name !== null) {
    writeUint8(bytes, offset, nameLength, 'interfaceInformation.interfaceName.length');
    bytes.set(name.bytes, offset + 1);
  }
  offset += nameLength;
  if (mtu !== null) writeUint32(bytes, offset, mtu, 'interfaceInformation.mtu');
  return bytes;
}

/** The C-Type that announces what `information` holds. */
export function interfaceInformationCType(information: InterfaceInformation): number {
  return (
    (unsigned('interfaceInformation.role', information.role, 2) << 6) |
    (unsigned('interfaceInformation.reserved', information.reserved, 2) << 4) |
    (information.interfaceIndex === null ? 0 : INDEX) |
    (information.address === null ? 0 : ADDRESS) |
    (information.interfaceName === null ? 0 : NAME) |
    (information.mtu === null ? 0 : MTU)
  );
}

/** Null where it is cut or its address family (RFC 5837 section 4.2: IANA's AFI) is neither 1 nor 2. */
function readInterfaceAddress(bytes: Uint8Array, offset: number): InterfaceAddress | null {
  if (offset + 4 > bytes.length) return null;
  const family = readUint16(bytes, offset);
  const reserved = readUint16(bytes, offset + 2);
  if (family === 1 && offset + 8 <= bytes.length) return { reserved, address: readIpv4Address(bytes, offset + 4) };
  if (family === 2 && offset + 20 <= bytes.length) return { reserved, address: readIpv6Address(bytes, offset + 4) };
  return null;
}

function writeInterfaceAddress(bytes: Uint8Array, offset: number, { reserved, address }: InterfaceAddress): void {
  const family = addressFamily(address) === 4 ? 4 : 6;
  writeUint16(bytes, offset, family === 4 ? 1 : 2, 'interfaceInformation.address.family');
  writeUint16(bytes, offset + 2, reserved, 'interfaceInformation.address.reserved');
  writeAddress(bytes, offset + 4, address, family, 'interfaceInformation.address.address');
}

function addressSubObjectLength({ address }: InterfaceAddress): number {
  return addressFamily(address) === 4 ? 8 : 20;
}

/** RFC 5837 allows lengths of 4 to 64, multiples of 4; any that stays inside the object is read. */
function readInterfaceName(bytes: Uint8Array, offset: number): InterfaceName | null {
  if (offset >= bytes.length) return null;
  const length = readUint8(bytes, offset);
  if (length === 0 || offset + length > bytes.length) return null;
  const name = view(bytes, offset + 1, offset + length);
  return { text: nameText(name), bytes: name };
}
