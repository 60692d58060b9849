import { describe, expect, test } from 'vitest';
import { agrees, agreesTranslated, changedFields, type Identifier, natted, similarity } from './compare.js';
import type { Header } from './header.js';

const udp: Header = {
  family: 4,
  protocol: 'udp',
  source: '10.0.0.1',
  destination: '192.0.2.9',
  ttl: 3,
  typeOfService: 0,
  flowLabel: null,
  identification: 0x1234,
  length: 0x003c,
  sourcePort: 40000,
  destinationPort: 33434,
  identifier: null,
  sequenceNumber: null,
  checksum: 0xbeef,
  payload: null,
};
const tcp: Header = { ...udp, protocol: 'tcp', sequenceNumber: 0x01020304 };
const icmp: Header = {
  ...udp,
  protocol: 'icmp',
  sourcePort: null,
  destinationPort: null,
  identifier: 7,
  sequenceNumber: 9,
};
/** A transport may hide any field, also those that every header has. */
const HIDDEN = { length: null } as unknown as Partial<Header>;
const bytes = (...values: number[]) => Uint8Array.from(values);

describe('an identifier', () => {
  test.each<[Identifier, string, Header, Partial<Header>, boolean | null]>([
    ['ports', 'the same', udp, {}, true],
    ['ports', 'another source', udp, { sourcePort: 40001 }, false],
    ['ports', 'another destination', udp, { destinationPort: 33435 }, false],
    ['ports', 'no source', udp, { sourcePort: null }, null],
    ['ports', 'no destination', udp, { destinationPort: null }, null],
    ['ports', 'of ICMP, the same identifier', icmp, {}, true],
    ['ports', 'of ICMP, another identifier', icmp, { identifier: 8 }, false],
    ['ports', 'of ICMP, no identifier', icmp, { identifier: null }, null],
    ['identification', 'the same', udp, {}, true],
    ['identification', 'swapped', udp, { identification: 0x3412 }, true],
    ['identification', 'another', udp, { identification: 0x1235 }, false],
    ['identification', 'none', udp, { identification: null }, null],
    ['identification', 'none sent', { ...udp, identification: null }, { identification: 1 }, null],
    ['length', 'the same', udp, {}, true],
    ['length', 'swapped', udp, { length: 0x3c00 }, true],
    ['length', 'another', udp, { length: 40 }, false],
    ['length', 'hidden', udp, HIDDEN, null],
    ['length', 'hidden where it was sent', { ...udp, ...HIDDEN }, { length: 5 }, null],
    ['checksum', 'the same', udp, {}, true],
    ['checksum', 'another', udp, { checksum: 1 }, false],
    ['checksum', 'none', udp, { checksum: null }, null],
    ['checksum', 'none sent', { ...udp, checksum: null }, { checksum: 1 }, null],
    ['sequenceNumber', 'the same', tcp, {}, true],
    ['sequenceNumber', 'another', tcp, { sequenceNumber: 1 }, false],
    ['payload', 'the same', { ...udp, payload: bytes(1, 2) }, {}, true],
    ['payload', 'cut', { ...udp, payload: bytes(1, 2) }, { payload: bytes(1) }, true],
    ['payload', 'another at its end', { ...udp, payload: bytes(1, 2) }, { payload: bytes(1, 3) }, false],
    ['payload', 'cut to nothing', { ...udp, payload: bytes(1, 2) }, { payload: bytes() }, null],
    ['payload', 'none', { ...udp, payload: bytes(1, 2) }, { payload: null }, null],
    ['payload', 'none sent', udp, { payload: bytes(1) }, null],
  ])('%s: %s', (identifier, _, sent, changes, verdict) => {
    expect(agrees(identifier, sent, { ...sent, ...changes })).toBe(verdict);
  });
});

describe('a quote fits a probe better', () => {
  const payload = bytes(1, 2);

  test.each<[string, Header, Partial<Header>, Partial<Header>]>([
    ['with its sequence number than with its checksum', tcp, { checksum: 1 }, { sequenceNumber: 1 }],
    ['with its checksum than without', udp, {}, { checksum: 1 }],
    ['with its checksum than cut before it', udp, {}, { checksum: null }],
    ['with its identification than swapped', udp, {}, { identification: 0x3412 }],
    [
      'with its identification swapped than with its neighbour',
      udp,
      { identification: 0x3412 },
      { identification: 0x1235 },
    ],
    ['with the identification before than with any', udp, { identification: 0x1233 }, { identification: 0x1232 }],
    ['with the identification after than with any', udp, { identification: 0x1235 }, { identification: 0x1236 }],
    ['with its payload than with another', { ...udp, payload }, {}, { payload: bytes(1, 3) }],
    ['with its payload than with its length', { ...udp, payload }, { length: 1 }, { payload: bytes(1, 3) }],
    ['with its length than with its source', udp, { source: '10.0.0.2' }, { length: 1 }],
    ['with its source than with another', udp, {}, { source: '10.0.0.2' }],
    ['with its destination than with another', udp, {}, { destination: '192.0.2.8' }],
  ])('%s', (_, sent, better, worse) => {
    expect(similarity(sent, { ...sent, ...better })).toBeGreaterThan(similarity(sent, { ...sent, ...worse }));
  });

  test.each<[string, Header, Partial<Header>]>([
    ['an identification of zero, the neighbour of 1', { ...udp, identification: 1 }, { identification: 0 }],
    ['a zero where zero was sent', { ...udp, identification: 0 }, {}],
  ])('but not for %s', (_, sent, changes) => {
    const quoted = { ...sent, ...changes };
    expect(similarity(sent, quoted)).toBe(similarity(sent, { ...quoted, identification: null }));
  });

  test('but not for a checksum or sequence number that neither has', () => {
    const sent = { ...udp, checksum: null };
    expect(similarity(sent, sent)).toBe(similarity({ ...sent, checksum: 1, sequenceNumber: 1 }, sent));
  });
});

describe('the checksum of a probe that a NAT translated', () => {
  test.each<[string, Header, Partial<Header>, boolean]>([
    ['is the one that was sent, where the NAT restored its address', udp, { sourcePort: 1024 }, true],
    ['is no other then', udp, { sourcePort: 1024, checksum: 1 }, false],
    [
      'is what the NAT made of it for its address and port',
      udp,
      { source: '10.0.0.3', sourcePort: 39_999, checksum: 0xbeee },
      true,
    ],
    ['is nothing else then', udp, { source: '10.0.0.3', sourcePort: 39_999, checksum: 0xbeef }, false],
    ['tells nothing where it was cut off', udp, { checksum: null }, false],
    ['tells nothing where none was sent', { ...udp, checksum: 0 }, { checksum: 0 }, false],
    ['tells nothing where the quote has none', udp, { checksum: 0 }, false],
    ['tells nothing without the port', udp, { sourcePort: null }, false],
    ['tells nothing of a probe without a port', { ...udp, sourcePort: null }, { sourcePort: 5 }, false],
  ])('%s', (_, sent, changes, expected) => {
    expect(agreesTranslated(sent, { ...sent, ...changes })).toBe(expected);
  });
});

describe('what changed', () => {
  test('is named as the family’s RFC names it, with both values', () => {
    const changes = { typeOfService: 4, length: 40, sourcePort: 1, ttl: 1 };
    expect(changedFields(udp, { ...udp, ...changes })).toEqual({
      typeOfService: { sent: 0, quoted: 4 },
      totalLength: { sent: 60, quoted: 40 },
      sourcePort: { sent: 40000, quoted: 1 },
    });
    const udp6: Header = { ...udp, family: 6, identification: null, flowLabel: 1 };
    expect(changedFields(udp6, { ...udp6, typeOfService: 4, length: 40, flowLabel: 0 })).toEqual({
      trafficClass: { sent: 0, quoted: 4 },
      payloadLength: { sent: 60, quoted: 40 },
      flowLabel: { sent: 1, quoted: 0 },
    });
  });

  test('is no field that one of both does not show', () => {
    expect(changedFields(udp, { ...udp, checksum: null })).toEqual({});
    expect(changedFields({ ...udp, checksum: null }, udp)).toEqual({});
  });
});

test.each<[string, Partial<Header>, boolean | null]>([
  ['nothing', {}, false],
  ['the type of service', { typeOfService: 4 }, false],
  ['the destination', { destination: '10.9.9.9', sourcePort: null }, true],
  ['a port', { sourcePort: 1 }, true],
  ['the checksum', { checksum: 1 }, true],
  ['the checksum cut off', { checksum: null }, false],
  ['the ports cut off', { sourcePort: null, destinationPort: null, checksum: null }, null],
])('whether a NAT was on the way, where the quote changed in: %s', (_, changes, verdict) => {
  expect(natted(udp, { ...udp, ...changes })).toBe(verdict);
});
