import type { Address } from '@hoplite/codec';
import { describe, expect, test } from 'vitest';
import { swap } from './compare.js';
import type { Header } from './header.js';
import { type Match, Matcher, type SentProbe } from './matcher.js';
import type { DirectReply, IcmpError, Reply } from './reply.js';

const COMMON = { family: 4, from: '198.51.100.1', to: '10.0.0.1', ttl: 60, identification: null } as const;

function header(index: number, changes: Partial<Header> = {}): Header {
  return {
    family: 4,
    protocol: 'udp',
    source: '10.0.0.1',
    destination: '192.0.2.9',
    ttl: 1 + index,
    typeOfService: 0,
    flowLabel: null,
    identification: 0x1201 + 3 * index,
    length: 60,
    sourcePort: 40000,
    destinationPort: 33434,
    identifier: null,
    sequenceNumber: null,
    checksum: 0x4321 + 5 * index,
    payload: null,
    ...changes,
  };
}

function flow(count: number, each: (index: number) => Partial<Header> = () => ({})): SentProbe[] {
  return Array.from({ length: count }, (_, index) => ({
    header: header(index, each(index)),
    sentAt: index,
    identifiers: ['checksum', 'identification', 'sequenceNumber'],
    answeredWith: null,
  }));
}

function matcherOf(probes: readonly SentProbe[]): Matcher<SentProbe> {
  const matcher = new Matcher<SentProbe>();
  for (const probe of probes) matcher.add(probe);
  return matcher;
}

function ask(matcher: Matcher<SentProbe>, quoted: Header): Match<SentProbe> {
  return matcher.match({ ...said(), quoted: { ...quoted, ttl: 1 } }, 1e6);
}

/** An ICMP error, a Time Exceeded unless another type is given. */
function said(from: Address = COMMON.from, type = 11): IcmpError {
  const carried = { mtu: null, gateway: null, mpls: [], interfaces: [], extensions: [] };
  return { ...COMMON, from, kind: 'error', icmp: { type, code: 0 }, quoted: null, ...carried };
}

const synAck = (sequenceNumber: number): DirectReply => ({
  ...COMMON,
  from: '192.0.2.9',
  kind: 'direct',
  direct: 'syn-ack',
  protocol: 'tcp',
  icmp: null,
  identifier: null,
  sourcePort: 40000,
  destinationPort: 33434,
  sequenceNumber,
});
const tcp = (index: number): Partial<Header> => ({ protocol: 'tcp', sequenceNumber: 1e9 + index });

describe.each([16, 17, 40])('of a flow of %i probes each', (count) => {
  const probes = flow(count);

  test.each<[string, (sent: Header) => Partial<Header>]>([
    ['as it was sent', () => ({})],
    ['without its identification', () => ({ identification: 0 })],
    ['with another identification', () => ({ identification: 0x7777 })],
    ['cut before its checksum', () => ({ checksum: null })],
    ['with another checksum', () => ({ checksum: 1 })],
    [
      'swapped in its identification, without its checksum',
      ({ identification }) => ({ identification: swap(identification ?? 0), checksum: null }),
    ],
  ])('is found by a quote %s', (_, changes) => {
    const matcher = matcherOf(probes);
    for (const probe of probes) {
      expect(ask(matcher, { ...probe.header, ...changes(probe.header) })).toEqual({ kind: 'match', probe });
    }
  });

  test('is not, where nothing of its own is left in the quote', () => {
    const quoted = header(3, { identification: 0x7777, checksum: 1 });
    expect(ask(matcherOf(probes), quoted)).toEqual({ kind: 'foreign', reason: 'unidentified' });
  });

  test('may be meant, where the quote shows nothing of its own', () => {
    const quoted = header(3, { identification: null, checksum: null, sequenceNumber: null });
    expect(ask(matcherOf(probes), quoted).kind).toBe('ambiguous');
  });

  test('is found though it was added after others were asked for, and not once it was removed', () => {
    const matcher = matcherOf(probes);
    const [first, second] = probes;
    if (first === undefined || second === undefined) throw new TypeError('no probes');
    expect(ask(matcher, first.header).kind).toBe('match');
    const late = { ...first, header: header(99) };
    matcher.add(late);
    expect(ask(matcher, late.header)).toEqual({ kind: 'match', probe: late });
    matcher.remove(first);
    expect(ask(matcher, first.header).kind).toBe('foreign');
    matcher.remove(first);
    expect(ask(matcher, second.header)).toEqual({ kind: 'match', probe: second });
    for (const probe of [...probes, late]) matcher.remove(probe);
    expect(ask(matcher, second.header)).toEqual({ kind: 'foreign', reason: 'unknown' });
  });

  test('is in doubt with another that has all its identifiers', () => {
    const [first] = probes;
    if (first === undefined) throw new TypeError('no probes');
    const twin = { ...first, header: { ...first.header, ttl: 99 } };
    expect(ask(matcherOf([...probes, twin]), first.header)).toEqual({ kind: 'ambiguous', probes: [first, twin] });
  });

  test('is found by what the destination acknowledges', () => {
    const segments = flow(count, tcp);
    const matcher = matcherOf(segments);
    for (const [index, probe] of segments.entries()) {
      expect(matcher.match(synAck(1e9 + index), 1e6)).toEqual({ kind: 'match', probe });
    }
    expect(matcher.match(synAck(5), 1e6)).toEqual({ kind: 'foreign', reason: 'unidentified' });
  });

  test('of Paris ICMP is found by its sequence number: the checksum is that of all', () => {
    const echo = (index: number) =>
      ({
        protocol: 'icmp',
        sourcePort: null,
        destinationPort: null,
        identifier: 7,
        sequenceNumber: index,
        checksum: 9,
      }) as const;
    const requests = flow(count, echo);
    const matcher = matcherOf(requests);
    for (const probe of requests) {
      const quoted = { ...probe.header, identification: 0 };
      expect(ask(matcher, quoted)).toEqual({ kind: 'match', probe });
    }
  });

  test('is told from another that has as its checksum what it has as its identification', () => {
    const crossed = flow(count, (i) => ({ checksum: 0x2000 + 3 * i, identification: 0x2000 + 3 * ((i + 1) % count) }));
    const matcher = matcherOf(crossed);
    for (const probe of crossed) {
      expect(ask(matcher, { ...probe.header, checksum: null })).toEqual({ kind: 'match', probe });
    }
  });
});

describe('where several probes fit a quote equally well', () => {
  const alike = { identification: 5, checksum: 6 };
  const at = (ttl: number, sentAt: number, answeredWith: Reply | null = null): SentProbe => ({
    header: header(ttl, alike),
    sentAt,
    identifiers: ['checksum'],
    answeredWith,
  });

  test('the last sent is meant, where they are attempts at one TTL', () => {
    const [first, last] = [at(3, 10), at(3, 20)];
    for (const order of [
      [first, last],
      [last, first],
    ]) {
      expect(ask(matcherOf(order), header(3, alike))).toEqual({ kind: 'match', probe: last });
    }
  });

  test('one not yet answered is, though sent before', () => {
    const [open, answered] = [at(3, 10), at(3, 20, said())];
    for (const order of [
      [open, answered],
      [answered, open],
    ]) {
      expect(ask(matcherOf(order), header(3, alike))).toEqual({ kind: 'match', probe: open });
    }
  });

  test('the last sent is, where others answered all attempts at one TTL', () => {
    const attempts = [at(3, 10, said('198.51.100.9')), at(3, 20, said('198.51.100.8'))];
    expect(ask(matcherOf(attempts), header(3, alike))).toEqual({ kind: 'match', probe: attempts[1] });
  });

  test('none is, where any of them asked another TTL', () => {
    const several = [at(3, 10), at(3, 20), at(4, 30)];
    expect(ask(matcherOf(several), header(3, alike))).toEqual({ kind: 'ambiguous', probes: several });
  });

  test.each([
    ['by another sender', said('198.51.100.9')],
    ['by another message of the same sender', said(COMMON.from, 3)],
    ['by the same sender, with another code,', { ...said(), icmp: { type: 11, code: 1 } }],
  ])('a probe of another TTL that was answered %s is not', (_, answer) => {
    const [answered, first, last] = [at(3, 10, answer), at(4, 20), at(4, 30)];
    for (const order of [
      [answered, first, last],
      [last, first, answered],
    ]) {
      expect(ask(matcherOf(order), header(4, alike))).toEqual({ kind: 'match', probe: last });
    }
  });

  test('none is, where it may be a duplicate of the one or the answer of the other', () => {
    const either = [at(3, 10, said()), at(4, 20)];
    expect(ask(matcherOf(either), header(4, alike))).toEqual({ kind: 'ambiguous', probes: either });
  });

  test('none is, where all of them have another answer', () => {
    const spent = [at(3, 10, said('198.51.100.9')), at(4, 20, said(COMMON.from, 3))];
    expect(ask(matcherOf(spent), header(4, alike))).toEqual({ kind: 'ambiguous', probes: spent });
  });

  test('only those sent by then are asked, but for a second of skew where there are none', () => {
    const [before, after] = [at(3, 1e6), at(4, 1e6 + 1)];
    expect(ask(matcherOf([before, after]), header(3, alike))).toEqual({ kind: 'match', probe: before });
    const skewed = at(3, 1e6 + 1e9);
    expect(ask(matcherOf([skewed]), header(3, alike))).toEqual({ kind: 'match', probe: skewed });
    expect(ask(matcherOf([at(3, 1e6 + 1e9 + 1)]), header(3, alike))).toMatchObject({ kind: 'foreign' });
  });
});
