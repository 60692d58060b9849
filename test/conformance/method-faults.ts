import { decodeDatagram, encodeDatagram } from '@hoplite/codec';
import { ipHeader, METHODS, type ProbeMethod, type ProbePlan, probePayload, tokenOf } from '@hoplite/engine';
import type { MethodFixture } from '@hoplite/testing';
import { tcpAck } from '../../examples/tcp-ack.js';

const { udp } = METHODS;

/** For each law of the kit a method that breaks it, and it alone, made from one that is good. */
export const METHOD_FAULTS: Readonly<Record<string, MethodFixture>> = {
  'a probe is a whole datagram of the method’s protocol, its checksums valid': broken({
    build(plan) {
      const bytes = udp.build(plan);
      // A bit of the checksum of the IPv4 header.
      if (plan.family === 4) bytes[10] = (bytes[10] ?? 0) ^ 1;
      return bytes;
    },
  }),
  'it has the addresses, TTL, type of service, flow label and DF bit of its plan': broken({
    build: (plan) => udp.build({ ...plan, options: { ...plan.options, dontFragment: !plan.options.dontFragment } }),
  }),
  'it is as long as was asked for, or longer by no more than reach says': broken({
    build: (plan) => udp.build({ ...plan, options: { ...plan.options, packetLength: plan.options.packetLength + 1 } }),
  }),
  'where no more than leastLength is asked for, its probes can be told apart too': broken({
    build(plan) {
      const { packetLength } = plan.options;
      if (packetLength < udp.leastLength(plan.family) + 4) throw new RangeError(`${packetLength} bytes are too few`);
      return udp.build(plan);
    },
  }),
  'its ports are those asked for, or above them by no more than reach says': broken({
    build: (plan) => udp.build({ ...plan, options: { ...plan.options, port: plan.options.port + 1 } }),
  }),
  'it carries the payload asked for behind the bytes of its own, then zeros': broken({
    build: (plan) => udp.build({ ...plan, options: { ...plan.options, payload: null } }),
  }),
  'two probes are of one flow where the fixture says so, and nowhere else': broken({
    reach: ({ queries }) => ({ port: queries - 1, sourcePort: 0, packetLength: 0 }),
    build: (plan) => udp.build({ ...plan, options: { ...plan.options, port: plan.options.port + plan.attempt - 1 } }),
  }),
  'each field named as an identifier can be seen, and differs in all probes of a flow': broken({
    identifiers: (family) => [...udp.identifiers(family), 'length'],
  }),
  'of the longest trace there is, no two probes of a flow are alike': broken({
    build: (plan) => udp.build({ ...plan, index: plan.index % 0x4000 }),
  }),
  'an identification quoted one too high or too low is that of no other probe': broken({
    build: (plan) => rebuilt(udp.build(plan), { identification: 1 + ((plan.secrets.token + plan.index) % 0xffff) }),
  }),
  'a router that quotes 8 bytes behind the IP header quotes enough to find the probe': broken({
    identifiers: (family) => (family === 4 ? ['payload'] : udp.identifiers(family)),
    build: (plan) => (plan.family === 4 ? knownByPayload(plan) : udp.build(plan)),
  }),
  'an answer of the destination itself finds the probe, or for UDP one of its flow': {
    method: {
      ...tcpAck,
      name: 'broken',
      build(plan) {
        const sourcePort = plan.secrets.sourcePort - plan.index;
        return tcpAck.build({ ...plan, secrets: { ...plan.secrets, sourcePort } });
      },
    },
  },
  'who guesses ports or ICMP identifier, but has not seen the probes, matches none': broken({
    build: (plan) => udp.build({ ...plan, secrets: { ...plan.secrets, token: 0 } }),
  }),
  'of one plan come the same bytes, whatever is built before or after': broken({
    build: (plan) => rebuilt(udp.build(plan), { reservedFlag: built++ % 2 === 0 }),
  }),
};

let built = 0;

function broken(fault: Partial<ProbeMethod>): MethodFixture {
  return { method: { ...udp, name: 'broken', ...fault } };
}

/** The probe with another IPv4 header; over IPv6 as it is. */
function rebuilt(bytes: Uint8Array, fields: { identification?: number; reservedFlag?: boolean }): Uint8Array {
  const decoded = decodeDatagram(bytes);
  if (!decoded.ok || decoded.value.ip.version === 6) return bytes;
  const { headerChecksum: _, ...ip } = decoded.value.ip;
  return encodeDatagram({ ip: { ...ip, ...fields }, payload: decoded.value.payload });
}

/** Neither checksum nor identification, which RFC 768 and systems allow. */
function knownByPayload(plan: ProbePlan): Uint8Array {
  const payload = probePayload(plan);
  payload.set([tokenOf(plan) >>> 8, tokenOf(plan) & 0xff]);
  const { sourcePort } = plan.secrets;
  const datagram = encodeDatagram({
    ip: ipHeader(plan, 17),
    payload: { kind: 'udp', sourcePort, destinationPort: plan.options.port, checksum: 0, payload },
  });
  return rebuilt(datagram, { identification: 0 });
}
