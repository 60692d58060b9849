import { readUint8, readUint16, readUint32, view, writeUint8, writeUint16, writeUint32 } from '../wire.js';
import { type LinkStep, type LinuxSll2, linkTruncated } from './layers.js';
import { afterCooked, writeCookedAddress } from './linux-sll.js';

// protocol 2 | reserved 2 | interface index 4 | ARPHRD_ type 2 | packet type 1 | address length 1 | address 8
const HEADER_LENGTH = 20;

/** Linux cooked capture, second version (LINKTYPE_LINUX_SLL2). */
export function decodeLinuxSll2(bytes: Uint8Array, offset: number): LinkStep {
  if (bytes.length - offset < HEADER_LENGTH) return linkTruncated('linux-sll2', bytes, offset, HEADER_LENGTH);
  const end = offset + HEADER_LENGTH;
  const layer: LinuxSll2 = {
    kind: 'linux-sll2',
    protocol: readUint16(bytes, offset),
    reserved: readUint16(bytes, offset + 2),
    interfaceIndex: readUint32(bytes, offset + 4),
    hardwareType: readUint16(bytes, offset + 8),
    packetType: readUint8(bytes, offset + 10),
    addressLength: readUint8(bytes, offset + 11),
    address: view(bytes, offset + 12, end),
  };
  return { ok: true, layer, end, next: afterCooked(layer.hardwareType, layer.protocol) };
}

export function encodeLinuxSll2(layer: LinuxSll2): Uint8Array {
  const bytes = new Uint8Array(HEADER_LENGTH);
  writeUint16(bytes, 0, layer.protocol, 'sll2.protocol');
  writeUint16(bytes, 2, layer.reserved, 'sll2.reserved');
  writeUint32(bytes, 4, layer.interfaceIndex, 'sll2.interfaceIndex');
  writeUint16(bytes, 8, layer.hardwareType, 'sll2.hardwareType');
  writeUint8(bytes, 10, layer.packetType, 'sll2.packetType');
  writeUint8(bytes, 11, layer.addressLength, 'sll2.addressLength');
  writeCookedAddress(bytes, 12, layer.address);
  return bytes;
}
