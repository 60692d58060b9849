import { type Datagram, type DatagramInit, encodeDatagram } from '@hoplite/codec';
import type { AnsweredProbe, ChangedField } from '@hoplite/engine';

type Recorded = Pick<AnsweredProbe, 'quotedTtl' | 'changed' | 'nat'>;

/** RFC 1812 section 4.3.2.3 and RFC 4443 section 2.4: the error stays within 576, or the least MTU of IPv6. */
const MOST_QUOTED = { 4: 548, 6: 1232 } as const;

/**
 * A probe as an error quotes it, with what was done to another probe on its way, and by who quoted it, done to this one:
 * the same bytes swapped, the same number of bytes missing from a length, else the same value.
 */
export function quoteOf({ ip, payload }: Datagram, { quotedTtl, changed, nat }: Recorded): Uint8Array {
  const number = (field: string, ours: number): number => changeNumber(field, changed[field], ours);
  const address = (field: string, ours: string): string => String(changed[field]?.quoted ?? ours);
  const route = { source: address('source', ip.source), destination: address('destination', ip.destination) };
  const quoted: DatagramInit = {
    ip:
      ip.version === 4
        ? {
            ...withoutChecksum(ip),
            ...route,
            ttl: quotedTtl ?? ip.ttl,
            typeOfService: number('typeOfService', ip.typeOfService),
            identification: number('identification', ip.identification),
            totalLength: number('totalLength', ip.totalLength),
          }
        : {
            ...ip,
            ...route,
            hopLimit: quotedTtl ?? ip.hopLimit,
            trafficClass: number('trafficClass', ip.trafficClass),
            flowLabel: number('flowLabel', ip.flowLabel),
            payloadLength: number('payloadLength', ip.payloadLength),
          },
    payload: changePayload(payload, number),
  };
  return encodeDatagram(quoted).subarray(0, nat === null ? beforeFlow(ip, payload) : MOST_QUOTED[ip.version]);
}

/** Where nobody could say whether there was a NAT, the quote ended before what tells a flow: ports, or an identifier. */
function beforeFlow(ip: Datagram['ip'], { kind }: Payload): number {
  const header = ip.version === 4 ? ip.headerLength : 40;
  return kind === 'icmpv4' || kind === 'icmpv6' ? header + 4 : header;
}

type Payload = Datagram['payload'];

/** The checksum, which covers what was changed, is as it was sent unless it was changed too. */
function changePayload(payload: Payload, number: (field: string, ours: number) => number): Payload {
  switch (payload.kind) {
    case 'udp':
      return { ...payload, ...changeWords(payload, number) };
    case 'tcp':
      return {
        ...payload,
        ...changeWords(payload, number),
        sequenceNumber: number('sequenceNumber', payload.sequenceNumber),
      };
    case 'icmpv4':
    case 'icmpv6':
      if (payload.name !== 'echo-request') return payload;
      return {
        ...payload,
        checksum: number('checksum', payload.checksum),
        identifier: number('identifier', payload.identifier),
        sequenceNumber: number('sequenceNumber', payload.sequenceNumber),
      };
    default:
      return payload;
  }
}

interface Words {
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly checksum: number;
}

function changeWords(words: Words, number: (field: string, ours: number) => number): Words {
  return {
    sourcePort: number('sourcePort', words.sourcePort),
    destinationPort: number('destinationPort', words.destinationPort),
    checksum: number('checksum', words.checksum),
  };
}

function changeNumber(field: string, change: ChangedField | undefined, ours: number): number {
  if (change === undefined) return ours;
  const sent = Number(change.sent);
  const quoted = Number(change.quoted);
  const isLength = field === 'totalLength' || field === 'payloadLength';
  if ((isLength || field === 'identification') && quoted === swap(sent)) return swap(ours);
  const isNear = field === 'identification' && Math.abs(quoted - sent) === 1;
  return isLength || isNear ? (ours + quoted - sent) & 0xffff : quoted;
}

function swap(word: number): number {
  return ((word & 0xff) << 8) | (word >>> 8);
}

function withoutChecksum<T extends { readonly headerChecksum: number }>({ headerChecksum: _, ...ip }: T) {
  return ip;
}
