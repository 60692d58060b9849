import { failure } from '../result.js';
import { readUint8, readUint16, view, writeUint8, writeUint16 } from '../wire.js';
import { afterEtherType } from './ethertype.js';
import { type FrameRelay, type LinkStep, linkTruncated, type Next } from './layers.js';

// The Q.922 address, 2 to 4 bytes, of which only the last has its lowest bit (EA) set:
//
//     DLCI high 6, C/R, 0 | DLCI 4, FECN, BECN, DE, EA [| DLCI 7, EA] [| DLCI low 6, D/C, 1]
//
// then RFC 2427:  control 0x03 | [pad 0x00] | NLPID 1
// or Cisco's:     EtherType 2
const UNNUMBERED_INFORMATION = 0x03;
const PAD = 0x00;
const SHORTEST_HEADER = 4;
const LONGEST_ADDRESS = 4;

/** LINKTYPE_FRELAY. */
export function decodeFrameRelay(bytes: Uint8Array, offset: number): LinkStep {
  const available = bytes.length - offset;
  if (available < SHORTEST_HEADER) return linkTruncated('frame-relay', bytes, offset, SHORTEST_HEADER);
  const length = addressLength(bytes, offset);
  if (length < 2) return { ok: false, failure: failure('frame-relay', 'header-length', offset, 2, available) };
  if (length > LONGEST_ADDRESS) {
    return { ok: false, failure: failure('frame-relay', 'unsupported', offset, length, available) };
  }
  if (available < length + 2) return linkTruncated('frame-relay', bytes, offset, length + 2);
  const dlci = readDlci(bytes, offset, length);
  const control = offset + length;
  if (readUint8(bytes, control) !== UNNUMBERED_INFORMATION) {
    const protocol = readUint16(bytes, control);
    const header = view(bytes, offset, control);
    const layer: FrameRelay = { kind: 'frame-relay', dlci, header, encapsulation: 'ethertype', protocol };
    return { ok: true, layer, end: control + 2, next: afterEtherType(protocol) };
  }
  const start = control + (readUint8(bytes, control + 1) === PAD ? 2 : 1);
  if (start >= bytes.length) return linkTruncated('frame-relay', bytes, offset, start + 1 - offset);
  const protocol = readUint8(bytes, start);
  const header = view(bytes, offset, start);
  const layer: FrameRelay = { kind: 'frame-relay', dlci, header, encapsulation: 'nlpid', protocol };
  return { ok: true, layer, end: start + 1, next: afterNlpid(protocol) };
}

export function encodeFrameRelay(layer: FrameRelay): Uint8Array {
  const { header, encapsulation, protocol } = layer;
  const bytes = new Uint8Array(header.length + (encapsulation === 'ethertype' ? 2 : 1));
  bytes.set(header);
  if (encapsulation === 'ethertype') writeUint16(bytes, header.length, protocol, 'frameRelay.protocol');
  else writeUint8(bytes, header.length, protocol, 'frameRelay.protocol');
  return bytes;
}

/** Up to and with the first byte whose EA bit is set; past the longest where none is. */
function addressLength(bytes: Uint8Array, offset: number): number {
  let length = 1;
  while (length <= LONGEST_ADDRESS && (readUint8(bytes, offset + length - 1) & 1) === 0) length += 1;
  return length;
}

/** Q.922 section 3.3.6: 10, 16 or 23 bits. */
function readDlci(bytes: Uint8Array, offset: number, length: number): number {
  const high = ((readUint8(bytes, offset) >> 2) << 4) | (readUint8(bytes, offset + 1) >> 4);
  if (length === 2) return high;
  if (length === 3) return (high << 6) | (readUint8(bytes, offset + 2) >> 2);
  return (high << 13) | ((readUint8(bytes, offset + 2) >> 1) << 6) | (readUint8(bytes, offset + 3) >> 2);
}

/** ISO/IEC TR 9577, as RFC 2427 uses it. */
function afterNlpid(nlpid: number): Next {
  switch (nlpid) {
    case 0x80:
      return 'snap';
    case 0x8e:
      return 'ipv6';
    case 0xcc:
      return 'ipv4';
    default:
      return 'other';
  }
}
