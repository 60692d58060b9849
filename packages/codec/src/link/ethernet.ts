import { unsigned } from '../unsigned.js';
import { readUint8, readUint16, readUint24, writeUint8, writeUint16, writeUint24 } from '../wire.js';
import { afterEtherType } from './ethertype.js';
import { readHardwareAddress, writeHardwareAddress } from './hardware-address.js';
import { type Ethernet, type LinkStep, type Llc, linkTruncated, type Next, type Snap, type Vlan } from './layers.js';

// Ethernet:     destination 6 | source 6 | EtherType 2, or a length up to 1500
// 802.1Q tag:   priority 3 bits, drop eligible 1, VLAN 12 | EtherType 2, or a length
// 802.2 LLC:    DSAP 1 | SSAP 1 | control 1 (a second control byte is left to what follows)
// SNAP:         organization 3 | protocol 2
const ETHERNET_LENGTH = 14;
const VLAN_LENGTH = 4;
const LLC_LENGTH = 3;
const SNAP_LENGTH = 5;
/** IEEE 802.3: up to here the field is a length. */
const LARGEST_LENGTH = 1500;

export function decodeEthernet(bytes: Uint8Array, offset: number): LinkStep {
  if (bytes.length - offset < ETHERNET_LENGTH) return linkTruncated('ethernet', bytes, offset, ETHERNET_LENGTH);
  const destination = readHardwareAddress(bytes, offset);
  const source = readHardwareAddress(bytes, offset + 6);
  const etherType = readUint16(bytes, offset + 12);
  const layer: Ethernet = { kind: 'ethernet', destination, source, etherType };
  return { ok: true, layer, end: offset + ETHERNET_LENGTH, next: afterLengthOrType(etherType) };
}

export function encodeEthernet(layer: Ethernet): Uint8Array {
  const bytes = new Uint8Array(ETHERNET_LENGTH);
  writeHardwareAddress(bytes, 0, layer.destination, 'ethernet.destination');
  writeHardwareAddress(bytes, 6, layer.source, 'ethernet.source');
  writeUint16(bytes, 12, layer.etherType, 'ethernet.etherType');
  return bytes;
}

export function decodeVlan(bytes: Uint8Array, offset: number): LinkStep {
  if (bytes.length - offset < VLAN_LENGTH) return linkTruncated('vlan', bytes, offset, VLAN_LENGTH);
  const tag = readUint16(bytes, offset);
  const etherType = readUint16(bytes, offset + 2);
  const dropEligible = (tag & 0x1000) !== 0;
  const layer: Vlan = { kind: 'vlan', priority: tag >> 13, dropEligible, vlan: tag & 0xfff, etherType };
  return { ok: true, layer, end: offset + VLAN_LENGTH, next: afterLengthOrType(etherType) };
}

export function encodeVlan(layer: Vlan): Uint8Array {
  const bytes = new Uint8Array(VLAN_LENGTH);
  const tag = (unsigned('vlan.priority', layer.priority, 3) << 13) | unsigned('vlan.vlan', layer.vlan, 12);
  writeUint16(bytes, 0, tag | (layer.dropEligible ? 0x1000 : 0), 'vlan.tag');
  writeUint16(bytes, 2, layer.etherType, 'vlan.etherType');
  return bytes;
}

export function decodeLlc(bytes: Uint8Array, offset: number): LinkStep {
  if (bytes.length - offset < LLC_LENGTH) return linkTruncated('llc', bytes, offset, LLC_LENGTH);
  const destinationServiceAccessPoint = readUint8(bytes, offset);
  const sourceServiceAccessPoint = readUint8(bytes, offset + 1);
  const control = readUint8(bytes, offset + 2);
  const layer: Llc = { kind: 'llc', destinationServiceAccessPoint, sourceServiceAccessPoint, control };
  return { ok: true, layer, end: offset + LLC_LENGTH, next: afterLlc(readUint24(bytes, offset)) };
}

export function encodeLlc(layer: Llc): Uint8Array {
  const bytes = new Uint8Array(LLC_LENGTH);
  writeUint8(bytes, 0, layer.destinationServiceAccessPoint, 'llc.destinationServiceAccessPoint');
  writeUint8(bytes, 1, layer.sourceServiceAccessPoint, 'llc.sourceServiceAccessPoint');
  writeUint8(bytes, 2, layer.control, 'llc.control');
  return bytes;
}

export function decodeSnap(bytes: Uint8Array, offset: number): LinkStep {
  if (bytes.length - offset < SNAP_LENGTH) return linkTruncated('snap', bytes, offset, SNAP_LENGTH);
  const organization = readUint24(bytes, offset);
  const protocol = readUint16(bytes, offset + 3);
  // 0 is RFC 1042; 0xf8 is the same over bridges (IEEE 802.1H). Elsewhere the numbers are the organization's own.
  const next = organization === 0 || organization === 0xf8 ? afterEtherType(protocol) : 'other';
  return { ok: true, layer: { kind: 'snap', organization, protocol }, end: offset + SNAP_LENGTH, next };
}

export function encodeSnap(layer: Snap): Uint8Array {
  const bytes = new Uint8Array(SNAP_LENGTH);
  writeUint24(bytes, 0, layer.organization, 'snap.organization');
  writeUint16(bytes, 3, layer.protocol, 'snap.protocol');
  return bytes;
}

function afterLengthOrType(field: number): Next {
  return field <= LARGEST_LENGTH ? 'llc' : afterEtherType(field);
}

/** By both access points and an unnumbered-information control byte: SNAP (RFC 1042), IP (RFC 948). */
function afterLlc(header: number): Next {
  return header === 0xaaaa03 ? 'snap' : header === 0x060603 ? 'ipv4' : 'other';
}
