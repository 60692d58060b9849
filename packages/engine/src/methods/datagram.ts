import { compensation, type DatagramInit, encodeDatagram } from '@hoplite/codec';
import type { ProbePlan } from './method.js';
import { countedFrom } from './method.js';

/** Bytes of the IP header and of a UDP or ICMP echo header behind it. */
export function headersLength({ family }: Pick<ProbePlan, 'family'>): number {
  return (family === 4 ? 20 : 40) + 8;
}

/** The IP header of a probe, which over IPv4 is known by its identification. */
export function ipHeader(plan: ProbePlan, protocol: number): DatagramInit['ip'] {
  const { family, source, destination, ttl, options } = plan;
  return family === 4
    ? {
        version: 4,
        typeOfService: options.tos,
        identification: countedFrom(plan.secrets.identification, plan),
        reservedFlag: false,
        dontFragment: options.dontFragment,
        moreFragments: false,
        fragmentOffset: 0,
        ttl,
        protocol,
        source,
        destination,
        options: [],
      }
    : {
        version: 6,
        trafficClass: options.tos,
        flowLabel: options.flowLabel,
        nextHeader: protocol,
        hopLimit: ttl,
        source,
        destination,
        extensionHeaders: [],
      };
}

/** The payload of a probe of `length` bytes: what the options say, filled up with zeros. */
export function probePayload(plan: ProbePlan, length: number = plan.options.packetLength): Uint8Array {
  const payload = new Uint8Array(length - headersLength(plan));
  payload.set((plan.options.payload ?? payload).subarray(0, payload.length));
  return payload;
}

/**
 * The datagram that `build` makes of a payload whose first word is set so that the checksum becomes `wanted`: Paris
 * traceroute (Augustin et al., IMC 2006), for routers hash the first bytes behind the IP header. The payload is to end the
 * datagram, behind the 8 bytes of a UDP header or of an ICMP echo.
 */
export function withChecksum(
  payload: Uint8Array,
  wanted: number,
  build: (payload: Uint8Array) => DatagramInit,
): Uint8Array {
  payload.fill(0, 0, 2);
  const init = build(payload);
  const datagram = encodeDatagram(init);
  const wordAt = datagram.length - payload.length;
  const checksumAt = wordAt - 8 + (init.payload.kind === 'udp' ? 6 : 2);
  setWord(datagram, wordAt, compensation(word(datagram, checksumAt), wanted));
  setWord(datagram, checksumAt, wanted);
  return datagram;
}

function word(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}

function setWord(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8;
  bytes[at + 1] = value;
}
