import {
  type Address,
  type AddressFamily,
  type DatagramInit,
  encodeDatagram,
  internetChecksum,
  pseudoHeaderSum,
} from '@hoplite/codec';
import { Protocol } from '../constants.js';
import type { Ancillary, ExtendedError } from '../control-messages.js';

/** A datagram that the kernel showed in parts, put together again, and the header fields that nobody could see. */
export interface Rebuilt {
  readonly datagram: Uint8Array;
  readonly reconstructed: readonly string[];
}

/** What an error queue shows of the datagram that an ICMP error quotes. */
export interface Shown {
  readonly protocol: 'udp' | 'icmp' | 'tcp';
  /** The header behind the IP header, and all that the ICMP error holds behind that, extensions too. */
  readonly bytes: Uint8Array;
  /** How many of these bytes the kernel did not show. */
  readonly madeUp: number;
  readonly source: Address;
  readonly destination: Address;
}

/** The ICMP error of an error queue's entry as it came in; null where the kernel does not say from whom. */
export function rebuildError(
  family: AddressFamily,
  shown: Shown,
  error: ExtendedError,
  said: Ancillary,
): Rebuilt | null {
  if (error.offender === null) return null;
  const quote = encodeDatagram({
    ip: ipHeader(family, Protocol[nextHeader(family, shown.protocol)], shown.source, shown.destination, {}),
    payload: { kind: 'opaque', bytes: shown.bytes },
  });
  const to = said.destination ?? shown.source;
  const next = family === 4 ? Protocol.icmp : Protocol.icmpv6;
  const ip = ipHeader(family, next, error.offender, to, said);
  const message = icmpMessage(family, error, quote, quote.length - shown.bytes.length + shown.madeUp);
  const pseudo = family === 4 ? 0 : pseudoHeaderSum(error.offender, to, next, message.length);
  new DataView(message.buffer).setUint16(2, internetChecksum(message, pseudo));
  return {
    datagram: encodeDatagram({ ip, payload: { kind: 'opaque', bytes: message } }),
    reconstructed: hiddenInQuote(family, shown.protocol),
  };
}

/** A direct reply of which the socket showed only what follows its header. */
export function rebuildReply(
  payload: DatagramInit['payload'],
  [protocol, source, destination]: readonly ['udp' | 'icmp' | 'tcp', Address, Address],
  family: AddressFamily,
  said: Pick<Ancillary, 'ttl' | 'typeOfService' | 'flowLabel'>,
): Rebuilt {
  const ip = ipHeader(family, Protocol[nextHeader(family, protocol)], source, destination, said);
  return {
    datagram: encodeDatagram({ ip, payload }),
    reconstructed: [
      ...(family === 4 ? ['identification', 'dontFragment'] : []),
      ...(said.ttl === null ? ['ttl'] : []),
      ...(said.typeOfService === null ? ['typeOfService'] : []),
    ],
  };
}

function nextHeader(family: AddressFamily, protocol: 'udp' | 'icmp' | 'tcp'): keyof typeof Protocol {
  return protocol === 'icmp' && family === 6 ? 'icmpv6' : protocol;
}

/** What is not said is zero. */
function ipHeader(
  family: AddressFamily,
  next: number,
  source: Address,
  destination: Address,
  { ttl, typeOfService, flowLabel }: Partial<Pick<Ancillary, 'ttl' | 'typeOfService' | 'flowLabel'>>,
): DatagramInit['ip'] {
  return family === 4
    ? {
        version: 4,
        typeOfService: typeOfService ?? 0,
        identification: 0,
        reservedFlag: false,
        dontFragment: false,
        moreFragments: false,
        fragmentOffset: 0,
        ttl: ttl ?? 0,
        protocol: next,
        source,
        destination,
        options: [],
      }
    : {
        version: 6,
        trafficClass: typeOfService ?? 0,
        flowLabel: flowLabel ?? 0,
        nextHeader: next,
        hopLimit: ttl ?? 0,
        source,
        destination,
        extensionHeaders: [],
      };
}

/** `SO_EE_RFC4884_FLAG_INVALID`: a length field, and no valid extensions where it points. */
const INVALID_EXTENSIONS = 0x1_0000;

/**
 * The ICMP message without its checksum. Its second word is what the kernel keeps of it: the MTU of Fragmentation Needed
 * and Packet Too Big, the pointer of Parameter Problem, and where extensions are, their place by the length field (RFC 4884
 * section 4: 32-bit words in ICMPv4, 64-bit words in ICMPv6). `hidden` bytes of the quote the kernel takes as stripped.
 */
function icmpMessage(
  family: AddressFamily,
  { type, code, info, data }: ExtendedError,
  quote: Uint8Array,
  hidden: number,
): Uint8Array {
  const message = new Uint8Array(8 + quote.length);
  const view = new DataView(message.buffer);
  message.set([type, code]);
  message.set(quote, 8);
  const place = data & INVALID_EXTENSIONS ? 0 : data & 0xffff;
  const unit = family === 4 ? 4 : 8;
  const length = place === 0 ? 0 : (hidden + place) / unit;
  if (family === 4) {
    if (Number.isInteger(length)) view.setUint8(5, length);
    if (type === 3 && code === 4) view.setUint16(6, info);
    if (type === 12) view.setUint8(4, info);
  } else if (type === 2 || type === 4) view.setUint32(4, info);
  else if (Number.isInteger(length)) view.setUint8(4, length);
  return message;
}

function hiddenInQuote(family: AddressFamily, protocol: Shown['protocol']): readonly string[] {
  const ip = ['ttl', 'typeOfService', 'length', family === 4 ? 'identification' : 'flowLabel'];
  return protocol === 'udp' ? [...ip, 'checksum'] : ip;
}
