import { readUint8, readUint16, writeUint8, writeUint16 } from '../wire.js';
import { type LinkStep, linkTruncated, type Next, type Ppp } from './layers.js';

// [address 0xff | control 0x03] | protocol 2, or 1 where compressed: then its lowest bit is set
const ADDRESS_AND_CONTROL = 0xff03;

/** PPP, with or without its HDLC-like framing (LINKTYPE_PPP). */
export function decodePpp(bytes: Uint8Array, offset: number): LinkStep {
  const available = bytes.length - offset;
  // One byte 0xff is a frame cut short: as a compressed protocol number it is reserved.
  const framed = available === 1 ? readUint8(bytes, offset) === 0xff : isFramed(bytes, offset);
  const start = framed ? offset + 2 : offset;
  // RFC 1661 section 6.5: the first byte of a full protocol number is even.
  const compressed = start < bytes.length && (readUint8(bytes, start) & 1) === 1;
  const end = start + (compressed ? 1 : 2);
  if (end > bytes.length) return linkTruncated('ppp', bytes, offset, end - offset);
  const protocol = compressed ? readUint8(bytes, start) : readUint16(bytes, start);
  return { ok: true, layer: { kind: 'ppp', framed, compressed, protocol }, end, next: afterProtocol(protocol) };
}

export function encodePpp(layer: Ppp): Uint8Array {
  const start = layer.framed ? 2 : 0;
  const bytes = new Uint8Array(start + (layer.compressed ? 1 : 2));
  if (layer.framed) writeUint16(bytes, 0, ADDRESS_AND_CONTROL, 'ppp.framing');
  if (layer.compressed) writeUint8(bytes, start, layer.protocol, 'ppp.protocol');
  else writeUint16(bytes, start, layer.protocol, 'ppp.protocol');
  return bytes;
}

function isFramed(bytes: Uint8Array, offset: number): boolean {
  return offset + 2 <= bytes.length && readUint16(bytes, offset) === ADDRESS_AND_CONTROL;
}

/** IANA "PPP Numbers". */
function afterProtocol(protocol: number): Next {
  switch (protocol) {
    case 0x0021:
      return 'ipv4';
    case 0x0057:
      return 'ipv6';
    case 0x0281:
    case 0x0283:
      return 'mpls';
    default:
      return 'other';
  }
}
