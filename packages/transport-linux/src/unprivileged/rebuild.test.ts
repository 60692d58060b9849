import { type Datagram, decodeDatagram, decodeQuote, verifyChecksums } from '@hoplite/codec';
import { readReply } from '@hoplite/engine';
import { directReply, fromHex, icmpProbe, timeExceeded, udpProbe, unreachable } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import type { Ancillary, ExtendedError } from '../control-messages.js';
import { ICMP, UDP } from './dialect.js';
import { type Rebuilt, rebuildError, rebuildReply } from './rebuild.js';

const SAID: Ancillary = {
  stamp: null,
  ttl: 62,
  typeOfService: 0xc0,
  flowLabel: null,
  destination: null,
  dropped: null,
  error: null,
};

const TIME_EXCEEDED: ExtendedError = {
  errno: 113,
  origin: 2,
  type: 11,
  code: 0,
  info: 0,
  data: 0,
  offender: '10.9.1.2',
};

function decoded({ datagram }: Rebuilt): Datagram {
  const result = decodeDatagram(datagram);
  if (!result.ok) throw new Error(result.failure.reason);
  return result.value;
}

/** The rebuilt error, and its checksums. */
function errorOf(rebuilt: Rebuilt | null) {
  if (rebuilt === null) throw new Error('nothing was rebuilt');
  const reply = readReply(decoded(rebuilt));
  if (reply?.kind !== 'error') throw new Error('no ICMP error');
  return { reply, hidden: rebuilt.reconstructed, checksums: verifyChecksums(rebuilt.datagram) };
}

/**
 * What a router sent in answer to a UDP probe of 60 bytes, as it was on the wire, and what the error queue of an ordinary
 * socket (Linux 6.18) showed of it.
 */
const ON_THE_WIRE = fromHex(
  '450000a8004d0000400163f40a0901020a0901010b0013510020000045000058004d000040115c2d0a0901010a090909afc9829a00449fd7' +
    `${'09'.repeat(60)}${'00'.repeat(40)}2000c8190008010105dc1101`,
);
const IN_THE_QUEUE = fromHex(`${'09'.repeat(60)}${'00'.repeat(40)}2000c8190008010105dc1101`);

describe('of an ICMP error in the queue of a UDP socket', () => {
  const shown = {
    protocol: 'udp',
    bytes: UDP.quoted(IN_THE_QUEUE, 45_001, 33_434),
    madeUp: UDP.unshown,
    source: '10.9.1.1',
    destination: '10.9.9.9',
  } as const;
  const { reply, hidden, checksums } = errorOf(rebuildError(4, shown, { ...TIME_EXCEEDED, data: 100 }, SAID));

  test('the datagram is as it was on the wire, but for what it says is reconstructed', () => {
    const original = readReply(decoded({ datagram: ON_THE_WIRE, reconstructed: [] }));
    if (original?.kind !== 'error') throw new Error('no ICMP error');
    expect(reply).toEqual({
      ...original,
      ttl: 62,
      identification: 0,
      quoted: {
        ...original.quoted,
        ...Object.fromEntries(hidden.map((field) => [field, expect.anything()])),
        payload: expect.anything(),
      },
    });
    expect(hidden).toEqual(['ttl', 'typeOfService', 'length', 'identification', 'checksum']);
  });

  test('its labels are found where the kernel says that the extensions are', () => {
    expect(reply.mpls).toEqual([{ label: 24_001, trafficClass: 0, bottom: true, ttl: 1 }]);
  });

  test('its checksums are right', () => {
    expect(checksums).toMatchObject({ ip: 'valid', payload: 'valid' });
  });

  test('one without extensions has none, also where the kernel found them invalid', () => {
    for (const data of [0, 0x1_0000 | 100]) {
      const rebuilt = rebuildError(
        4,
        { ...shown, bytes: shown.bytes.subarray(0, 68) },
        { ...TIME_EXCEEDED, data },
        SAID,
      );
      expect(errorOf(rebuilt).reply.mpls).toEqual([]);
    }
  });

  test('one whose sender nobody knows is none', () => {
    expect(rebuildError(4, shown, { ...TIME_EXCEEDED, offender: null }, SAID)).toBeNull();
  });
});

describe.each([4, 6] as const)('over IPv%i', (family) => {
  const ends =
    family === 4 ? { source: '10.9.1.1', destination: '10.9.4.2' } : { source: 'fd09:1::1', destination: 'fd09:4::2' };
  const router = family === 4 ? '10.9.2.2' : 'fd09:2::2';
  const udp = udpProbe({ ...ends, ttl: 2, identification: 1, sourcePort: 45_001, destinationPort: 33_434 });
  const echo = icmpProbe({ ...ends, ttl: 2, identifier: 0x1234, sequenceNumber: 5 });
  const transport = (probe: Uint8Array) => probe.subarray(family === 4 ? 20 : 40);
  const mtuError = { ...TIME_EXCEEDED, offender: router, info: 1400 };

  test('an error in the queue of a UDP socket quotes the probe’s ports and addresses', () => {
    const bytes = UDP.quoted(transport(udp).subarray(8), 45_001, 33_434);
    const error = { ...TIME_EXCEEDED, offender: router, ...(family === 6 ? { type: 3 } : {}) };
    const { reply, hidden } = errorOf(
      rebuildError(family, { protocol: 'udp', bytes, madeUp: 8, ...ends }, error, SAID),
    );
    const wanted = readReply(decoded({ datagram: timeExceeded(udp, router), reconstructed: [] }));
    expect({ ...reply, quoted: null }).toEqual({
      ...wanted,
      ttl: 62,
      identification: reply.identification,
      quoted: null,
    });
    expect(reply.quoted).toMatchObject({ ...ends, protocol: 'udp', sourcePort: 45_001, destinationPort: 33_434 });
    expect(hidden).toContain(family === 4 ? 'identification' : 'flowLabel');
  });

  test('an error in the queue of a ping socket quotes identifier and sequence number', () => {
    const bytes = ICMP.quoted(transport(echo).subarray(0, 8), 0, 0);
    const error = { ...TIME_EXCEEDED, offender: router, ...(family === 6 ? { type: 3 } : {}) };
    const { reply, hidden } = errorOf(
      rebuildError(family, { protocol: 'icmp', bytes, madeUp: 0, ...ends }, error, SAID),
    );
    expect(reply.quoted).toMatchObject({ protocol: 'icmp', identifier: 0x1234, sequenceNumber: 5 });
    expect(hidden).not.toContain('checksum');
  });

  test('the MTU of the next link comes through', () => {
    const bytes = UDP.quoted(new Uint8Array(0), 45_001, 33_434);
    const error = { ...mtuError, ...(family === 4 ? { type: 3, code: 4 } : { type: 2, code: 0 }) };
    const { reply } = errorOf(rebuildError(family, { protocol: 'udp', bytes, madeUp: 8, ...ends }, error, SAID));
    expect(reply.mtu).toBe(1400);
  });

  test('an echo reply is the whole one that was sent', () => {
    const answer = directReply(echo, { ttl: 62 });
    const { datagram, reconstructed } = rebuildReply(
      ICMP.answer(transport(answer), 0, 0),
      ['icmp', ends.destination, ends.source],
      family,
      { ttl: 62, typeOfService: 0, flowLabel: 0 },
    );
    const [rebuilt, original] = [datagram, answer].map((bytes) => readReply(decodeQuote(bytes)));
    expect(rebuilt).toEqual({ ...original, identification: rebuilt?.identification });
    expect(verifyChecksums(datagram)).toMatchObject({ payload: 'valid' });
    expect(reconstructed).toEqual(family === 4 ? ['identification', 'dontFragment'] : []);
  });

  test('a UDP answer has its ports, and a TTL that nobody saw is said to be reconstructed', () => {
    const { datagram, reconstructed } = rebuildReply(
      UDP.answer(Uint8Array.of(1, 2, 3), 53, 45_001),
      ['udp', ends.destination, ends.source],
      family,
      { ttl: null, typeOfService: null, flowLabel: null },
    );
    expect(readReply(decodeQuote(datagram))).toMatchObject({ direct: 'udp', sourcePort: 45_001, destinationPort: 53 });
    expect(verifyChecksums(datagram)).toMatchObject({ payload: 'valid' });
    expect(reconstructed).toEqual(expect.arrayContaining(['ttl', 'typeOfService']));
  });

  test('Destination Unreachable keeps its code', () => {
    const bytes = UDP.quoted(new Uint8Array(0), 45_001, 33_434);
    const error = { ...TIME_EXCEEDED, offender: router, type: family === 4 ? 3 : 1, code: 1 };
    const { reply } = errorOf(rebuildError(family, { protocol: 'udp', bytes, madeUp: 8, ...ends }, error, SAID));
    const wanted = readReply(decoded({ datagram: unreachable(udp, router, 1), reconstructed: [] }));
    expect(reply.icmp).toEqual(wanted?.icmp);
  });
});
