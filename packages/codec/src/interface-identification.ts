import { type Address, parseAddress, readIpv4Address, readIpv6Address } from './address.js';
import { nameText, paddedName } from './padded-name.js';
import { readUint8, readUint16, readUint32, view, writeUint8, writeUint16, writeUint32 } from './wire.js';

// By name, C-Type 1: the name, padded with zeros. By index, C-Type 2: ifIndex 4. By address, C-Type 3:
//
//  0                   1                   2                   3
//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |            AFI                | Address Length|   Reserved    |
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |                Address   ....
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
const NAME = 1;
const INDEX = 2;
const ADDRESS = 3;

/** The interface identification object (RFC 8335 section 2.1): which interface is asked about. `by` says how. */
export type InterfaceIdentification =
  | {
      /** Class 3; its C-Type is what `by` says. */
      readonly kind: 'interface-identification';
      /** C-Type 1: by its name (ifName). */
      readonly by: 'name';
      /** Without its padding; U+FFFD stands for what is no UTF-8. */
      readonly name: string;
      /** The name with its padding: what is encoded. */
      readonly bytes: Uint8Array;
    }
  | {
      /** Class 3; its C-Type is what `by` says. */
      readonly kind: 'interface-identification';
      /** C-Type 2: by its number (ifIndex). */
      readonly by: 'index';
      /** 32 bits. */
      readonly index: number;
    }
  | {
      /** Class 3; its C-Type is what `by` says. */
      readonly kind: 'interface-identification';
      /** C-Type 3: by an address that it has. */
      readonly by: 'address';
      /** IANA's address family number: 1 IPv4, 2 IPv6, 16389 EUI-48. */
      readonly addressFamily: number;
      /** In bytes, as the object says. */
      readonly addressLength: number;
      /** The byte after the length: 0 by rule, kept as found. */
      readonly reserved: number;
      /** Canonical for IPv4 and IPv6, null for any other family or length. */
      readonly address: Address | null;
      /** The address with its padding: what is encoded. */
      readonly bytes: Uint8Array;
    };

/** Identification by name, padded as RFC 8335 asks. */
export function identifyByName(name: string): InterfaceIdentification {
  return { kind: 'interface-identification', by: 'name', name, bytes: paddedName(name, 0) };
}

/** Identification by an IPv4 or IPv6 address. Throws `RangeError` for anything else. */
export function identifyByAddress(address: Address): InterfaceIdentification {
  const bytes = parseAddress(address);
  if (bytes === null)
    throw new RangeError(`interfaceIdentification.address must be an address, is ${JSON.stringify(address)}`);
  const family = bytes.length === 4 ? 1 : 2;
  const header = { addressFamily: family, addressLength: bytes.length, reserved: 0 };
  return { kind: 'interface-identification', by: 'address', ...header, address, bytes };
}

/** Takes the object's payload apart; null where it does not fit its C-Type. */
export function decodeInterfaceIdentification(cType: number, payload: Uint8Array): InterfaceIdentification | null {
  const kind = 'interface-identification';
  if (cType === NAME) return { kind, by: 'name', name: nameText(payload), bytes: payload };
  if (cType === INDEX && payload.length === 4) return { kind, by: 'index', index: readUint32(payload, 0) };
  if (cType !== ADDRESS || payload.length < 4) return null;
  const family = readUint16(payload, 0);
  const addressLength = readUint8(payload, 2);
  const bytes = view(payload, 4, payload.length);
  const address = readAddress(family, addressLength, bytes);
  return { kind, by: 'address', addressFamily: family, addressLength, reserved: readUint8(payload, 3), address, bytes };
}

/** The object's payload. Throws `RangeError` naming field and range. */
export function encodeInterfaceIdentification(object: InterfaceIdentification): Uint8Array {
  if (object.by === 'name') return object.bytes;
  if (object.by === 'index') {
    const bytes = new Uint8Array(4);
    writeUint32(bytes, 0, object.index, 'interfaceIdentification.index');
    return bytes;
  }
  const bytes = new Uint8Array(4 + object.bytes.length);
  writeUint16(bytes, 0, object.addressFamily, 'interfaceIdentification.addressFamily');
  writeUint8(bytes, 2, object.addressLength, 'interfaceIdentification.addressLength');
  writeUint8(bytes, 3, object.reserved, 'interfaceIdentification.reserved');
  bytes.set(object.bytes, 4);
  return bytes;
}

export function interfaceIdentificationCType(object: InterfaceIdentification): number {
  return { name: NAME, index: INDEX, address: ADDRESS }[object.by];
}

function readAddress(family: number, length: number, bytes: Uint8Array): Address | null {
  if (family === 1 && length === 4 && bytes.length >= 4) return readIpv4Address(bytes, 0);
  if (family === 2 && length === 16 && bytes.length >= 16) return readIpv6Address(bytes, 0);
  return null;
}
