import { internetChecksum } from './checksum.js';
import {
  decodeInterfaceIdentification,
  encodeInterfaceIdentification,
  type InterfaceIdentification,
  interfaceIdentificationCType,
} from './interface-identification.js';
import {
  decodeInterfaceInformation,
  encodeInterfaceInformation,
  type InterfaceInformation,
  interfaceInformationCType,
} from './interface-information.js';
import { decodeMplsLabelStack, encodeLabelStackEntries, type MplsLabelStack } from './mpls-label-stack.js';
import type { Optional } from './optional.js';
import { unsigned } from './unsigned.js';
import { readUint8, readUint16, view, writeUint8, writeUint16 } from './wire.js';

// The structure's header, then each object's header and payload:
//
//  0                   1                   2                   3
//  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |Version|      (Reserved)       |           Checksum            |
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |             Length            |   Class-Num   |   C-Type      |
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
// |                   // (Object payload) //                      |
// +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
export const STRUCTURE_HEADER_LENGTH = 4;
const OBJECT_HEADER_LENGTH = 4;

const MPLS_LABEL_STACK = 1;
const INTERFACE_INFORMATION = 2;
const INTERFACE_IDENTIFICATION = 3;

/** An ICMP extension structure (RFC 4884 section 7). */
export interface ExtensionStructure {
  /** 2; the rare router that writes it into the wrong half of the byte is kept as found: 0, and 0x200 in `reserved`. */
  readonly version: number;
  /** The 12 bits after the version. */
  readonly reserved: number;
  /** 0 where the sender computed none. */
  readonly checksum: number;
  /** In wire order. */
  readonly objects: readonly ExtensionObject[];
  /** What follows the last object whose length made sense; nearly always empty. */
  readonly rest: Uint8Array;
}

/** What the encoders take: an `ExtensionStructure` whose checksum may be left out, and is then computed. */
export type ExtensionStructureInit = Optional<ExtensionStructure, 'checksum'>;

/** An object of an extension structure (RFC 4884 section 8); `kind` says which. */
export type ExtensionObject = MplsLabelStack | InterfaceInformation | InterfaceIdentification | UnknownExtensionObject;

/** An object of another class, or one of a known class whose payload does not fit its shape. */
export interface UnknownExtensionObject {
  /** No object that is known here, whatever its class. */
  readonly kind: 'unknown';
  /** The Class-Num: 8 bits, given out by IANA. */
  readonly classNumber: number;
  /** The C-Type, whose meaning the class says: 8 bits. */
  readonly cType: number;
  /** What follows the object's header of 4 bytes. */
  readonly payload: Uint8Array;
}

/**
 * Reads a structure that fills `bytes` (at least 4). Objects end at the first whose length is below 4 or passes the end:
 * it and what follows are `rest`. A length that is no multiple of 4 is taken as it is.
 */
export function decodeExtensionStructure(bytes: Uint8Array): ExtensionStructure {
  const objects: ExtensionObject[] = [];
  let offset = STRUCTURE_HEADER_LENGTH;
  for (let end = objectEnd(bytes, offset, bytes.length); end !== null; end = objectEnd(bytes, offset, bytes.length)) {
    const payload = view(bytes, offset + OBJECT_HEADER_LENGTH, end);
    objects.push(decodeObject(readUint8(bytes, offset + 2), readUint8(bytes, offset + 3), payload));
    offset = end;
  }
  const first = readUint16(bytes, 0);
  const rest = view(bytes, offset, bytes.length);
  return { version: first >> 12, reserved: first & 0xfff, checksum: readUint16(bytes, 2), objects, rest };
}

/** Writes a structure; a checksum left out is computed. Throws `RangeError` naming field and range. */
export function encodeExtensionStructure(structure: ExtensionStructureInit): Uint8Array {
  const objects = structure.objects.map(encodeExtensionObject);
  const length = objects.reduce((sum, object) => sum + object.length, STRUCTURE_HEADER_LENGTH + structure.rest.length);
  const bytes = new Uint8Array(length);
  const version = unsigned('extensions.version', structure.version, 4);
  const reserved = unsigned('extensions.reserved', structure.reserved, 12);
  writeUint16(bytes, 0, (version << 12) | reserved, 'extensions.header');
  let offset = STRUCTURE_HEADER_LENGTH;
  for (const object of objects) {
    bytes.set(object, offset);
    offset += object.length;
  }
  bytes.set(structure.rest, offset);
  writeUint16(bytes, 2, structure.checksum ?? internetChecksum(bytes), 'extensions.checksum');
  return bytes;
}

/** Where the object at `offset` ends; null where its length is below that of its header or passes `end`. */
export function objectEnd(bytes: Uint8Array, offset: number, end: number): number | null {
  if (offset + OBJECT_HEADER_LENGTH > end) return null;
  const length = readUint16(bytes, offset);
  return length >= OBJECT_HEADER_LENGTH && offset + length <= end ? offset + length : null;
}

function decodeObject(classNumber: number, cType: number, payload: Uint8Array): ExtensionObject {
  return decodeKnownObject(classNumber, cType, payload) ?? { kind: 'unknown', classNumber, cType, payload };
}

function decodeKnownObject(classNumber: number, cType: number, payload: Uint8Array): ExtensionObject | null {
  if (classNumber === MPLS_LABEL_STACK && cType === 1) return decodeMplsLabelStack(payload);
  if (classNumber === INTERFACE_INFORMATION) return decodeInterfaceInformation(cType, payload);
  if (classNumber === INTERFACE_IDENTIFICATION) return decodeInterfaceIdentification(cType, payload);
  return null;
}

/** Writes an object: length, class and C-Type, then its payload. Throws `RangeError` naming field and range. */
export function encodeExtensionObject(object: ExtensionObject): Uint8Array {
  switch (object.kind) {
    case 'mpls-label-stack':
      return withObjectHeader(MPLS_LABEL_STACK, 1, encodeLabelStackEntries(object.entries));
    case 'interface-information': {
      const payload = encodeInterfaceInformation(object);
      return withObjectHeader(INTERFACE_INFORMATION, interfaceInformationCType(object), payload);
    }
    case 'interface-identification': {
      const payload = encodeInterfaceIdentification(object);
      return withObjectHeader(INTERFACE_IDENTIFICATION, interfaceIdentificationCType(object), payload);
    }
    case 'unknown':
      return withObjectHeader(object.classNumber, object.cType, object.payload);
  }
}

function withObjectHeader(classNumber: number, cType: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(OBJECT_HEADER_LENGTH + payload.length);
  writeUint16(bytes, 0, bytes.length, 'object.length');
  writeUint8(bytes, 2, classNumber, 'object.classNumber');
  writeUint8(bytes, 3, cType, 'object.cType');
  bytes.set(payload, OBJECT_HEADER_LENGTH);
  return bytes;
}
