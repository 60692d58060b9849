import { decodeDatagram, TcpFlag } from '@hoplite/codec';
import { directReply, icmpProbe, portUnreachable, tcpProbe, timeExceeded, udpProbe } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Identifier } from './compare.js';
import { type Header, readHeader } from './header.js';
import { type Match, Matcher, type SentProbe } from './matcher.js';
import { type Reply, readReply } from './reply.js';

const V4 = { source: '10.0.0.1', destination: '192.0.2.9', ttl: 3 };
const V6 = { source: '2001:db8::1', destination: '2001:db8:9::9', ttl: 3 };
const ROUTER = { 4: '198.51.100.1', 6: '2001:db8:5::1' };

interface Probe extends SentProbe {
  readonly bytes: Uint8Array;
  answeredWith: Reply | null;
}

function sent(bytes: Uint8Array, identifiers: readonly Identifier[], sentAt = 0): Probe {
  return { bytes, header: headerOf(bytes), identifiers, sentAt, answeredWith: null };
}

function headerOf(bytes: Uint8Array): Header {
  const decoded = decodeDatagram(bytes);
  const header = decoded.ok ? readHeader(decoded.value) : null;
  if (header === null) throw new Error('no probe');
  return header;
}

function replyOf(bytes: Uint8Array): Reply {
  const decoded = decodeDatagram(bytes);
  const reply = decoded.ok ? readReply(decoded.value) : null;
  if (reply === null) throw new Error('no reply');
  return reply;
}

function matcherOf(probes: readonly Probe[]): Matcher<Probe> {
  const matcher = new Matcher<Probe>();
  for (const probe of probes) matcher.add(probe);
  return matcher;
}

const write16 =
  (offset: number, value: number) =>
  (quote: Uint8Array): void => {
    quote[offset] = value >>> 8;
    quote[offset + 1] = value & 0xff;
  };

/** Probes of one Paris flow: identification and checksum are unique, the ports are not. */
function parisFlow(count: number): Probe[] {
  return Array.from({ length: count }, (_, i) =>
    sent(
      udpProbe({
        ...V4,
        ttl: 1 + i,
        identification: 0x1234 + 3 * i,
        sourcePort: 40000,
        destinationPort: 33434,
        checksum: 0x4321 + 5 * i,
      }),
      ['identification', 'checksum'],
    ),
  );
}

describe('an ICMP error', () => {
  const probes = {
    'UDP over IPv4': sent(udpProbe({ ...V4, sourcePort: 40000, destinationPort: 33434 }), ['ports']),
    'UDP over IPv6': sent(udpProbe({ ...V6, sourcePort: 40000, destinationPort: 33434 }), ['ports']),
    'ICMP over IPv4': sent(icmpProbe({ ...V4, identifier: 7, sequenceNumber: 9 }), ['sequenceNumber']),
    'ICMP over IPv6': sent(icmpProbe({ ...V6, identifier: 7, sequenceNumber: 9 }), ['sequenceNumber']),
    'TCP over IPv4': sent(tcpProbe({ ...V4, sourcePort: 5, destinationPort: 80, sequenceNumber: 1e9 }), [
      'sequenceNumber',
    ]),
    'TCP over IPv6': sent(tcpProbe({ ...V6, sourcePort: 5, destinationPort: 80, sequenceNumber: 1e9 }), [
      'sequenceNumber',
    ]),
  };

  test.each(Object.entries(probes))('finds its probe by 8 quoted bytes: %s', (_, probe) => {
    const matcher = matcherOf(Object.values(probes));
    const reply = replyOf(timeExceeded(probe.bytes, ROUTER[probe.header.family]));
    expect(matcher.match(reply, 1)).toEqual({ kind: 'match', probe });
  });

  test('is foreign where the quote has not even the ports', () => {
    const probe = probes['UDP over IPv4'];
    const reply = replyOf(timeExceeded(probe.bytes, ROUTER[4], { quoteLength: 22 }));
    expect(matcherOf([probe]).match(reply, 1)).toEqual({ kind: 'foreign', reason: 'unknown' });
  });

  test('is foreign where it quotes other ports', () => {
    const other = udpProbe({ ...V4, sourcePort: 40001, destinationPort: 33434 });
    const reply = replyOf(timeExceeded(other, ROUTER[4]));
    expect(matcherOf([probes['UDP over IPv4']]).match(reply, 1)).toEqual({ kind: 'foreign', reason: 'unknown' });
  });

  test('may quote a rewritten source or destination, but not both', () => {
    const [probe] = parisFlow(1);
    if (probe === undefined) throw new Error();
    const source = write16(12, 0xcb00);
    const destination = write16(16, 0xcb00);
    const match = (mangle: (quote: Uint8Array) => void) =>
      matcherOf([probe]).match(replyOf(timeExceeded(probe.bytes, ROUTER[4], { mangle })), 1).kind;
    expect(match(source)).toBe('match');
    expect(match(destination)).toBe('match');
    expect(
      match((quote) => {
        source(quote);
        destination(quote);
      }),
    ).toBe('foreign');
  });

  test('finds the one probe of a flow that it quotes, whichever one identifier was lost on the way', () => {
    const mangled: Record<string, (quote: Uint8Array, probe: Probe) => void> = {
      nothing: () => {},
      'identification zeroed': write16(4, 0),
      'identification byte-swapped': (quote, { header }) => write16(4, swapped(header.identification ?? 0))(quote),
      'identification one more': (quote, { header }) => write16(4, (header.identification ?? 0) + 1)(quote),
      'identification rewritten': write16(4, 0xbeef),
      'checksum rewritten': write16(26, 0xbeef),
      'length byte-swapped': (quote, { header }) => write16(2, swapped(header.length))(quote),
      'type of service bleached': (quote) => quote.fill(0, 1, 2),
    };
    const mangling = fc.constantFrom(...Object.values(mangled));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(), mangling, (count, pick, mangle) => {
        const flow = parisFlow(count);
        const probe = flow[pick % count];
        if (probe === undefined) throw new Error();
        const reply = replyOf(timeExceeded(probe.bytes, ROUTER[4], { mangle: (quote) => mangle(quote, probe) }));
        expect(matcherOf(flow).match(reply, 1)).toMatchObject({ kind: 'match', probe: { header: probe.header } });
      }),
    );
  });

  test('matches nothing where all of the method’s identifiers are lost', () => {
    const flow = parisFlow(20);
    for (const probe of flow) {
      const mangle = (quote: Uint8Array): void => {
        write16(4, 1)(quote);
        write16(26, 1)(quote);
      };
      const reply = replyOf(timeExceeded(probe.bytes, ROUTER[4], { mangle }));
      expect(matcherOf(flow).match(reply, 1)).toEqual({ kind: 'foreign', reason: 'unidentified' });
    }
  });

  test('finds an answered probe again: a duplicate is never the answer of another', () => {
    const flow = parisFlow(3);
    const [first] = flow;
    if (first === undefined) throw new Error();
    const reply = replyOf(timeExceeded(first.bytes, ROUTER[4]));
    first.answeredWith = reply;
    expect(matcherOf(flow).match(reply, 1)).toEqual({
      kind: 'match',
      probe: first,
    });
  });

  test('is ambiguous where it fits probes of several TTLs equally well', () => {
    const twins = [1, 2].map((ttl) =>
      sent(udpProbe({ ...V4, ttl, sourcePort: 40000, destinationPort: 33434, checksum: 5 }), ['ports']),
    );
    const reply = replyOf(timeExceeded(twins[0]?.bytes ?? new Uint8Array(), ROUTER[4]));
    expect(matcherOf(twins).match(reply, 1)).toEqual({ kind: 'ambiguous', probes: twins });
  });

  test('is told from others by an identification swapped or counted on, where nothing else tells them apart', () => {
    const [first, second] = [0x1234, 0x9999].map((identification, i) =>
      sent(udpProbe({ ...V4, ttl: 1 + i, identification, sourcePort: 40000, destinationPort: 33434, checksum: 5 }), [
        'ports',
      ]),
    );
    if (first === undefined || second === undefined) throw new Error();
    const match = (identification: number) =>
      matcherOf([first, second]).match(
        replyOf(timeExceeded(first.bytes, ROUTER[4], { mangle: write16(4, identification) })),
        1,
      );
    for (const close of [0x1234, 0x3412, 0x1235, 0x1233]) expect(match(close)).toEqual({ kind: 'match', probe: first });
    for (const lost of [0, 0x1236]) expect(match(lost).kind).toBe('ambiguous');
  });

  test('goes to the last unanswered attempt where only the attempt is in doubt', () => {
    const bytes = udpProbe({ ...V4, sourcePort: 40000, destinationPort: 33434 });
    const attempts = [0, 10, 20].map((at) => sent(bytes, ['ports'], at));
    const matcher = matcherOf(attempts);
    const reply = replyOf(timeExceeded(bytes, ROUTER[4]));
    expect(matcher.match(reply, 5)).toEqual({ kind: 'match', probe: attempts[0] });
    if (attempts[0] !== undefined) attempts[0].answeredWith = reply;
    expect(matcher.match(reply, 15)).toEqual({ kind: 'match', probe: attempts[1] });
    if (attempts[2] !== undefined) attempts[2].answeredWith = reply;
    expect(matcher.match(reply, 25)).toEqual({ kind: 'match', probe: attempts[1] });
  });

  test('finds a TCP probe whose source port a NAT left rewritten in the quote, by its sequence number', () => {
    const probe = probes['TCP over IPv4'];
    const reply = replyOf(timeExceeded(probe.bytes, ROUTER[4], { mangle: write16(20, 61000) }));
    expect(matcherOf([probe]).match(reply, 1)).toEqual({ kind: 'match', probe });
  });

  test('finds an echo request whose identifier a NAT left rewritten, by sequence number and identification together', () => {
    const probe = sent(icmpProbe({ ...V4, identification: 77, identifier: 7, sequenceNumber: 9 }), ['sequenceNumber']);
    const nat = (identification: number) => (quote: Uint8Array) => {
      write16(24, 8)(quote);
      write16(4, identification)(quote);
    };
    const match = (identification: number) =>
      matcherOf([probe]).match(replyOf(timeExceeded(probe.bytes, ROUTER[4], { mangle: nat(identification) })), 1).kind;
    expect(match(77)).toBe('match');
    expect(match(78)).toBe('foreign');
  });

  describe('whose source port or identifier a NAT left rewritten in the quote matches only where all else agrees', () => {
    const at = { ...V4, identification: 77 };
    const udp = sent(udpProbe({ ...at, sourcePort: 40000, destinationPort: 33434 }), ['ports']);
    const tcp = sent(tcpProbe({ ...at, sourcePort: 5, destinationPort: 80, sequenceNumber: 1e9 }), ['sequenceNumber']);
    const icmp = sent(icmpProbe({ ...at, identifier: 7, sequenceNumber: 9 }), ['sequenceNumber']);
    const noChecksum = sent(udpProbe({ ...at, sourcePort: 40000, destinationPort: 33434, checksum: 0 }), ['ports']);
    const port = { sourcePort: 61000 };
    // What the probe's checksum is when it comes from there.
    const natted = headerOf(
      udpProbe({ ...at, source: '10.0.0.2', sourcePort: 61000, destinationPort: 33434 }),
    ).checksum;
    const identifier = { identifier: 8 };

    test.each<[string, Probe, Partial<Header>, Match<Probe>['kind']]>([
      ['UDP', udp, port, 'match'],
      ['UDP, another checksum', udp, { ...port, checksum: 1 }, 'foreign'],
      ['UDP, cut before the checksum', udp, { ...port, checksum: null }, 'foreign'],
      ['UDP, another identification', udp, { ...port, identification: 78 }, 'foreign'],
      ['UDP, another destination port', udp, { ...port, destinationPort: 33435 }, 'foreign'],
      ['UDP, no checksum', noChecksum, port, 'foreign'],
      ['UDP, another source', udp, { ...port, source: '10.0.0.2' }, 'foreign'],
      [
        'UDP, another source, and the checksum with both',
        udp,
        { ...port, source: '10.0.0.2', checksum: natted },
        'match',
      ],
      ['UDP, the checksum as for another source', udp, { ...port, checksum: natted }, 'foreign'],
      ['UDP, another source and not its checksum', udp, { ...port, source: '10.0.0.3', checksum: natted }, 'foreign'],
      ['TCP, and with it the checksum', tcp, { ...port, checksum: 1 }, 'match'],
      ['TCP, another sequence number', tcp, { ...port, sequenceNumber: 1 }, 'foreign'],
      ['TCP, another destination port', tcp, { ...port, destinationPort: 81 }, 'foreign'],
      ['TCP, another source', tcp, { ...port, source: '10.0.0.2' }, 'match'],
      ['TCP, another destination', tcp, { ...port, destination: '10.0.0.2' }, 'foreign'],
      ['ICMP, and with it the checksum', icmp, { ...identifier, checksum: 1 }, 'match'],
      ['ICMP, another source', icmp, { ...identifier, checksum: 1, source: '10.0.0.2' }, 'match'],
      ['ICMP, another sequence number', icmp, { ...identifier, sequenceNumber: 1 }, 'foreign'],
      ['ICMP, cut behind the checksum', icmp, { identifier: null, sequenceNumber: null }, 'match'],
      ['ICMP, cut behind another checksum', icmp, { identifier: null, sequenceNumber: null, checksum: 1 }, 'foreign'],
      ['ICMP, another identification', icmp, { ...identifier, identification: 78 }, 'foreign'],
    ])('%s', (_, probe, changes, kind) => {
      const reply = replyOf(timeExceeded(probe.bytes, ROUTER[4], { quoteLength: probe.bytes.length }));
      if (reply.kind !== 'error' || reply.quoted === null) throw new Error('no quote');
      const mangled = { ...reply, quoted: { ...reply.quoted, ...changes } };
      expect(matcherOf([probe]).match(mangled, 1).kind).toBe(kind);
    });
  });

  test('does not answer a probe that was sent after it, but for the skew of two interfaces’ clocks', () => {
    const probe = sent(udpProbe({ ...V4, sourcePort: 40000, destinationPort: 33434 }), ['ports'], 5e9);
    const reply = replyOf(timeExceeded(probe.bytes, ROUTER[4]));
    expect(matcherOf([probe]).match(reply, 3e9).kind).toBe('foreign');
    expect(matcherOf([probe]).match(reply, 4.5e9).kind).toBe('match');
  });

  test('in which no probe’s header can be read is foreign', () => {
    const probe = probes['UDP over IPv4'];
    const reply = replyOf(timeExceeded(probe.bytes, ROUTER[4], { quoteLength: 19 }));
    expect(matcherOf([probe]).match(reply, 1)).toEqual({ kind: 'foreign', reason: 'unknown' });
  });

  test('finds no probe that was removed', () => {
    const flow = parisFlow(20);
    const matcher = matcherOf(flow);
    matcher.match(replyOf(timeExceeded(flow[0]?.bytes ?? new Uint8Array(), ROUTER[4])), 1);
    for (const probe of flow) matcher.remove(probe);
    for (const probe of flow) {
      expect(matcher.match(replyOf(timeExceeded(probe.bytes, ROUTER[4])), 1)).toEqual({
        kind: 'foreign',
        reason: 'unknown',
      });
    }
  });

  test('forged for every source port without sight of the probes matches none', () => {
    const matcher = matcherOf(parisFlow(32));
    const guess = udpProbe({ ...V4, identification: 0x7777, sourcePort: 1, destinationPort: 33434, checksum: 0x7777 });
    const forged = replyOf(timeExceeded(guess, ROUTER[4]));
    if (forged.kind !== 'error' || forged.quoted === null) throw new Error('no quote');
    const kinds = new Map<string, number>();
    for (let sourcePort = 0; sourcePort < 65536; sourcePort++) {
      const match = matcher.match({ ...forged, quoted: { ...forged.quoted, sourcePort } }, 1);
      const kind = match.kind === 'foreign' ? match.reason : match.kind;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    expect(Object.fromEntries(kinds)).toEqual({ unknown: 65535, unidentified: 1 });
  });
});

describe('a direct reply', () => {
  const echo = sent(icmpProbe({ ...V4, identifier: 7, sequenceNumber: 9 }), ['sequenceNumber']);
  const syn = sent(tcpProbe({ ...V4, sourcePort: 5, destinationPort: 80, sequenceNumber: 0xffffffff }), [
    'sequenceNumber',
  ]);
  const udp = sent(udpProbe({ ...V4, sourcePort: 5, destinationPort: 80 }), ['ports']);

  test.each([
    ['an echo reply', echo, replyOf(directReply(echo.bytes))],
    ['a SYN-ACK, its acknowledgment wrapped around', syn, replyOf(directReply(syn.bytes))],
    ['a RST', syn, replyOf(directReply(syn.bytes, { rst: true }))],
    ['a UDP datagram', udp, replyOf(directReply(udp.bytes))],
  ])('finds its probe: %s', (_, probe, reply) => {
    expect(matcherOf([echo, syn, udp]).match(reply, 1)).toEqual({ kind: 'match', probe });
  });

  test('from another host than the destination is foreign', () => {
    const elsewhere = icmpProbe({ ...V4, destination: '192.0.2.10', identifier: 7, sequenceNumber: 9 });
    expect(matcherOf([echo]).match(replyOf(directReply(elsewhere)), 1)).toEqual({ kind: 'foreign', reason: 'unknown' });
  });

  test('to another host than the probe’s source is foreign', () => {
    const reply: Reply = { ...replyOf(directReply(echo.bytes)), to: '10.0.0.2' };
    expect(matcherOf([echo]).match(reply, 1)).toEqual({ kind: 'foreign', reason: 'unknown' });
  });

  test('that acknowledges or echoes another number is unidentified', () => {
    const otherSyn = tcpProbe({ ...V4, sourcePort: 5, destinationPort: 80, sequenceNumber: 3 });
    const otherEcho = icmpProbe({ ...V4, identifier: 7, sequenceNumber: 10 });
    for (const bytes of [otherSyn, otherEcho]) {
      const reply = replyOf(directReply(bytes));
      expect(matcherOf([echo, syn]).match(reply, 1)).toEqual({ kind: 'foreign', reason: 'unidentified' });
    }
  });

  test('that fits several TTLs goes to the farthest unanswered one, where the destination surely is', () => {
    const flow = [4, 5, 6].map((ttl) =>
      sent(udpProbe({ ...V4, ttl, sourcePort: 5, destinationPort: 80 }), ['checksum']),
    );
    const matcher = matcherOf(flow);
    const reply = replyOf(directReply(udp.bytes));
    expect(matcher.match(reply, 1)).toEqual({ kind: 'match', probe: flow[2] });
    if (flow[2] !== undefined) flow[2].answeredWith = reply;
    expect(matcher.match(reply, 1)).toEqual({ kind: 'match', probe: flow[1] });
  });

  test('is no SYN, no bare ACK and no echo request', () => {
    const ack = tcpProbe({ ...V4, sourcePort: 5, destinationPort: 80, sequenceNumber: 3, flags: TcpFlag.ack });
    for (const bytes of [syn.bytes, ack, echo.bytes]) {
      const decoded = decodeDatagram(bytes);
      expect(decoded.ok && readReply(decoded.value)).toBeNull();
    }
  });
});

test('an error and a direct reply to one probe both find it', () => {
  const probe = sent(udpProbe({ ...V4, sourcePort: 5, destinationPort: 80 }), ['ports']);
  const matcher = matcherOf([probe]);
  expect(matcher.match(replyOf(portUnreachable(probe.bytes, V4.destination)), 1).kind).toBe('match');
  expect(matcher.match(replyOf(directReply(probe.bytes)), 1).kind).toBe('match');
});

function swapped(word: number): number {
  return ((word & 0xff) << 8) | (word >>> 8);
}
