import { encodeFragmentHeader, type Ipv6FragmentHeader, readFragmentHeader } from './ipv6-fragment-header.js';
import { decodeIpv6Options, encodeIpv6Options, type Ipv6Option } from './ipv6-options.js';
import { type DecodeFailure, failure } from './result.js';
import { readUint8, view, writeUint8 } from './wire.js';

/**
 * An extension header of IPv6 (RFC 8200 section 4). Which one it is, the header before it says. Each has `nextHeader`: IANA's
 * number of what follows it.
 */
export type Ipv6ExtensionHeader =
  | Ipv6OptionsHeader
  | Ipv6RoutingHeader
  | Ipv6FragmentHeader
  | Ipv6AuthenticationHeader
  | Ipv6OtherHeader;

/** Options for routers on the way, or for the destination (RFC 8200 sections 4.3 and 4.6). */
export interface Ipv6OptionsHeader {
  /** `hop-by-hop-options` (0) is for every router on the way, `destination-options` (60) for the destination. */
  readonly kind: 'hop-by-hop-options' | 'destination-options';
  /** IANA's number of what follows. */
  readonly nextHeader: number;
  /** In wire order, with the padding options that make the header a multiple of 8 bytes. */
  readonly options: readonly Ipv6Option[];
}

/** Stops on the way (RFC 8200 section 4.4). */
export interface Ipv6RoutingHeader {
  /** Announced by 43. */
  readonly kind: 'routing';
  /** IANA's number of what follows. */
  readonly nextHeader: number;
  /** 0 source route (RFC 2460, deprecated), 2 Mobile IPv6 (RFC 6275), 3 RPL (RFC 6554), 4 Segment Routing (RFC 8754). */
  readonly routingType: number;
  /** How many stops are still to come; 0 at the end. */
  readonly segmentsLeft: number;
  /** Everything after Segments Left, of a shape that the type says. */
  readonly data: Uint8Array;
}

/** Authenticates the packet (RFC 4302). */
export interface Ipv6AuthenticationHeader {
  /** Announced by 51. */
  readonly kind: 'authentication';
  /** IANA's number of what follows. */
  readonly nextHeader: number;
  /** Everything after Payload Len; with the two bytes before it a multiple of 4 bytes. */
  readonly data: Uint8Array;
}

/** Mobility (135), HIP (139) and Shim6 (140), in the common form of RFC 6564. */
export interface Ipv6OtherHeader {
  /** Which of them it is, the `nextHeader` before it says. */
  readonly kind: 'other';
  /** IANA's number of what follows. */
  readonly nextHeader: number;
  /** Everything after Hdr Ext Len; with the two bytes before it a multiple of 8 bytes. */
  readonly data: Uint8Array;
}

export const NO_NEXT_HEADER = 59;

/** No real packet has more; without a bound a 64 KiB datagram could hold 8192. */
const MOST_HEADERS = 32;

type Kind = Ipv6ExtensionHeader['kind'];

/** The experimental 253 and 254 are not here: as an upper-layer protocol, as IPv4 has them, they need not have this form. */
const KINDS: Readonly<Record<number, Kind>> = {
  0: 'hop-by-hop-options',
  43: 'routing',
  44: 'fragment',
  51: 'authentication',
  60: 'destination-options',
  135: 'other',
  139: 'other',
  140: 'other',
};

/** The extension headers of a datagram, and what follows them. */
export interface ExtensionHeaderChain {
  readonly extensionHeaders: readonly Ipv6ExtensionHeader[];
  /** Where the payload begins: the end of the bytes where a header is not whole. */
  readonly end: number;
  /** What follows there: the last Next Header. */
  readonly protocol: number;
  readonly fragment: 'none' | 'first' | 'later';
  readonly failure: DecodeFailure | null;
}

/**
 * Walks the extension headers from `start` to `end`: whole ones only, up to an upper-layer protocol, ESP, no next header,
 * or a fragment other than the first. `cut` says that the datagram was longer than what is here.
 */
export function decodeExtensionHeaders(
  bytes: Uint8Array,
  start: number,
  end: number,
  nextHeader: number,
  cut: boolean,
): ExtensionHeaderChain {
  const extensionHeaders: Ipv6ExtensionHeader[] = [];
  let offset = start;
  let protocol = nextHeader;
  let fragment: ExtensionHeaderChain['fragment'] = 'none';
  let optionFailure: DecodeFailure | null = null;
  for (let kind = KINDS[protocol]; kind !== undefined && fragment !== 'later'; kind = KINDS[protocol]) {
    const available = end - offset;
    const length = available < 2 ? 8 : headerLength(kind, readUint8(bytes, offset + 1));
    const stop = stopReason(extensionHeaders.length, length, available);
    if (stop !== null) {
      // The rest of a chain cut by fragmentation is in the next fragment (RFC 7112 forbids that since).
      if (fragment === 'first' && stop === 'truncated' && !cut) break;
      const stopped = failure('ipv6-extension-header', stop, offset, length, available);
      return { extensionHeaders, end, protocol, fragment, failure: optionFailure ?? stopped };
    }
    const header = readHeader(kind, bytes, offset, offset + length);
    extensionHeaders.push(header.value);
    optionFailure ??= header.failure;
    if (header.value.kind === 'fragment') fragment = fragmentOf(header.value, fragment);
    protocol = header.value.nextHeader;
    offset += length;
  }
  return { extensionHeaders, end: offset, protocol, fragment, failure: optionFailure };
}

function stopReason(headers: number, length: number, available: number): 'too-many' | 'truncated' | null {
  if (headers === MOST_HEADERS) return 'too-many';
  return length > available ? 'truncated' : null;
}

function fragmentOf(
  header: { readonly fragmentOffset: number; readonly moreFragments: boolean },
  before: ExtensionHeaderChain['fragment'],
): ExtensionHeaderChain['fragment'] {
  if (header.fragmentOffset > 0) return 'later';
  return header.moreFragments ? 'first' : before;
}

/** In bytes. The fragment header's second byte is reserved; AH counts in 4 bytes, the others in 8. */
function headerLength(kind: Kind, lengthField: number): number {
  if (kind === 'fragment') return 8;
  return kind === 'authentication' ? 4 * (lengthField + 2) : 8 * (lengthField + 1);
}

function readHeader(
  kind: Kind,
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly value: Ipv6ExtensionHeader; readonly failure: DecodeFailure | null } {
  const nextHeader = readUint8(bytes, start);
  switch (kind) {
    case 'hop-by-hop-options':
    case 'destination-options': {
      const { options, failure } = decodeIpv6Options(bytes, start + 2, end);
      return { value: { kind, nextHeader, options }, failure };
    }
    case 'routing': {
      const routingType = readUint8(bytes, start + 2);
      const segmentsLeft = readUint8(bytes, start + 3);
      const data = view(bytes, start + 4, end);
      return { value: { kind, nextHeader, routingType, segmentsLeft, data }, failure: null };
    }
    case 'fragment':
      return { value: readFragmentHeader(bytes, start), failure: null };
    default:
      return { value: { kind, nextHeader, data: view(bytes, start + 2, end) }, failure: null };
  }
}

/** Writes the headers one after the other. Throws `RangeError` where a value does not fit or a header's length is no multiple of its unit. */
export function encodeExtensionHeaders(headers: readonly Ipv6ExtensionHeader[]): Uint8Array {
  const parts = headers.map(encodeHeader);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

function encodeHeader(header: Ipv6ExtensionHeader): Uint8Array {
  switch (header.kind) {
    case 'hop-by-hop-options':
    case 'destination-options':
      return common(header, encodeIpv6Options(header.options), 8);
    case 'routing': {
      const body = new Uint8Array(2 + header.data.length);
      writeUint8(body, 0, header.routingType, 'ipv6.routing.routingType');
      writeUint8(body, 1, header.segmentsLeft, 'ipv6.routing.segmentsLeft');
      body.set(header.data, 2);
      return common(header, body, 8);
    }
    case 'fragment':
      return encodeFragmentHeader(header);
    case 'authentication':
      return common(header, header.data, 4);
    case 'other':
      return common(header, header.data, 8);
  }
}

/** Next Header, the length in units, and the body. Both forms count their length without the first 8 bytes. */
function common(header: Ipv6ExtensionHeader, body: Uint8Array, unit: 4 | 8): Uint8Array {
  const length = 2 + body.length;
  const longest = 8 + 255 * unit;
  if (length < 8 || length > longest || length % unit !== 0) {
    const range = `a multiple of ${unit} bytes from 8 to ${longest}`;
    throw new RangeError(`ipv6.${header.kind} must take ${range}, not ${length}`);
  }
  const bytes = new Uint8Array(length);
  writeUint8(bytes, 0, header.nextHeader, `ipv6.${header.kind}.nextHeader`);
  bytes[1] = (length - 8) / unit;
  bytes.set(body, 2);
  return bytes;
}
