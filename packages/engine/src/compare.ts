import { pseudoHeaderSum } from '@hoplite/codec';
import type { Header } from './header.js';
import type { ChangedField } from './result.js';

/**
 * What can tell the probes of one flow apart. `ports`: the flow itself does (the ports rise with the probe). A method
 * names those that it makes unique; of a foreign tool's probes they are read off.
 */
export type Identifier = 'ports' | 'sequenceNumber' | 'checksum' | 'identification' | 'length' | 'payload';

/**
 * How much agreement in a field says. Those that a method makes unique outweigh all that probes have in common; an
 * identification that a router swapped or a NAT counted on still says more than nothing (scamper's and dublin's experience).
 */
const WEIGHT = {
  sequenceNumber: 64,
  checksum: 32,
  identification: 32,
  swappedIdentification: 24,
  nearIdentification: 8,
  payload: 4,
  length: 2,
  address: 1,
} as const;

/** How well a quote fits a probe, larger is better: comparable among the probes of one flow only. */
export function similarity(sent: Header, quoted: Header): number {
  let weight = 0;
  if (quoted.sequenceNumber !== null && quoted.sequenceNumber === sent.sequenceNumber) weight += WEIGHT.sequenceNumber;
  if (quoted.checksum !== null && quoted.checksum === sent.checksum) weight += WEIGHT.checksum;
  weight += identificationWeight(sent.identification, quoted.identification);
  if (agrees('payload', sent, quoted)) weight += WEIGHT.payload;
  if (agrees('length', sent, quoted)) weight += WEIGHT.length;
  if (quoted.source === sent.source) weight += WEIGHT.address;
  if (quoted.destination === sent.destination) weight += WEIGHT.address;
  return weight;
}

/** Whether an identifier is the same in both; null where the quote or the probe does not show it. */
export function agrees(identifier: Identifier, sent: Header, quoted: Header): boolean | null {
  switch (identifier) {
    case 'ports':
      return agreesInPorts(sent, quoted);
    case 'identification':
      if (sent.identification === null || quoted.identification === null) return null;
      return quoted.identification === sent.identification || quoted.identification === swap(sent.identification);
    case 'length':
      if (sent.length === null || quoted.length === null) return null;
      return quoted.length === sent.length || quoted.length === swap(sent.length);
    case 'payload':
      return agreesInPayload(sent.payload, quoted.payload);
    default:
      return sent[identifier] === null || quoted[identifier] === null ? null : quoted[identifier] === sent[identifier];
  }
}

/**
 * Whether a UDP checksum is the one that was sent; or, where the quote shows a NAT's address, what that NAT made of it for
 * its address and port (RFC 1624). False where there is none.
 */
export function agreesTranslated(sent: Header, quoted: Header): boolean {
  if (!sent.checksum || !quoted.checksum || sent.sourcePort === null || quoted.sourcePort === null) return false;
  if (quoted.source === sent.source) return quoted.checksum === sent.checksum;
  const before = pseudoHeaderSum(sent.source, sent.destination, 0, 0) + sent.sourcePort;
  const after = pseudoHeaderSum(quoted.source, quoted.destination, 0, 0) + quoted.sourcePort;
  // Both are sums of one's complement, in which 0 and 0xffff are one number.
  return (sent.checksum + before - quoted.checksum - after) % 0xffff === 0;
}

/** The two bytes of a 16-bit number the other way round: what a router that forgets the network byte order quotes. */
export function swap(word: number): number {
  return ((word & 0xff) << 8) | (word >>> 8);
}

/** The fields that the quote shows with another value than they were sent with. The TTL changes by design and is no part. */
export function changedFields(sent: Header, quoted: Header): Readonly<Record<string, ChangedField>> {
  let changed: Record<string, ChangedField> | null = null;
  for (const field of COMPARED) {
    const before = sent[field];
    const after = quoted[field];
    if (before === null || after === null || before === after) continue;
    changed ??= {};
    changed[fieldName(field, sent)] = { sent: before, quoted: after };
  }
  return changed ?? UNCHANGED;
}

/** One for all, since nearly every answer keeps one. */
export const UNCHANGED: Readonly<Record<string, ChangedField>> = {};

/** Whether something on the way translated the probe: ports, checksum or destination differ; null where the quote shows no ports. */
export function natted(sent: Header, quoted: Header): boolean | null {
  if (quoted.destination !== sent.destination) return true;
  const flow = agreesInPorts(sent, quoted);
  if (flow === null) return null;
  return !flow || agrees('checksum', sent, quoted) === false;
}

const COMPARED = [
  'source',
  'destination',
  'typeOfService',
  'flowLabel',
  'identification',
  'length',
  'sourcePort',
  'destinationPort',
  'identifier',
  'sequenceNumber',
  'checksum',
] as const;

/** The RFC's name of a field whose two families name it differently. */
function fieldName(field: (typeof COMPARED)[number], { family }: Header): string {
  if (field === 'typeOfService') return family === 4 ? 'typeOfService' : 'trafficClass';
  if (field === 'length') return family === 4 ? 'totalLength' : 'payloadLength';
  return field;
}

function agreesInPorts(sent: Header, quoted: Header): boolean | null {
  if (sent.protocol === 'icmp') return quoted.identifier === null ? null : quoted.identifier === sent.identifier;
  if (quoted.sourcePort === null || quoted.destinationPort === null) return null;
  return quoted.sourcePort === sent.sourcePort && quoted.destinationPort === sent.destinationPort;
}

/** Quotes are cut: what both show must be equal, and must be something. */
function agreesInPayload(sent: Uint8Array | null, quoted: Uint8Array | null): boolean | null {
  if (sent === null || quoted === null) return null;
  const shown = Math.min(sent.length, quoted.length);
  if (shown === 0) return null;
  for (let i = 0; i < shown; i++) if (sent[i] !== quoted[i]) return false;
  return true;
}

function identificationWeight(sent: number | null, quoted: number | null): number {
  // Zero is what a router or the sender's kernel writes that keeps none: it says nothing.
  if (sent === null || quoted === null || quoted === 0) return 0;
  if (quoted === sent) return WEIGHT.identification;
  if (quoted === swap(sent)) return WEIGHT.swappedIdentification;
  return Math.abs(quoted - sent) === 1 ? WEIGHT.nearIdentification : 0;
}
