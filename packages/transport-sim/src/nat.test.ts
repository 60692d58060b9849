import { type Quote, verifyChecksums } from '@hoplite/codec';
import { describe, expect, test } from 'vitest';
import { answersTo, echo, line, lineNetwork, PC, saidTo, TARGET, tcp, udp } from './line.fixture.js';
import { createNetwork } from './network.js';
import type { NatInit } from './topology/node.js';

const OUTSIDE = '10.0.2.1';
const OUTSIDE6 = '2001:db8::2:1';
const natted = (nat: Partial<NatInit> = {}, seed = 1) =>
  lineNetwork({ nodes: { r1: { nat: { inside: ['pc'], addresses: [OUTSIDE, OUTSIDE6], ...nat } } } }, seed);

/** All protocols, over both families. */
const probes = ([4, 6] as const).flatMap((family) => [
  { title: `UDP over IPv${family}`, family, probe: (ttl: number) => udp(ttl, { family }) },
  { title: `TCP over IPv${family}`, family, probe: (ttl: number) => tcp(ttl, { family }) },
  { title: `ICMP over IPv${family}`, family, probe: (ttl: number) => echo(ttl, family) },
]);

/** Of a quote, what names the sender. */
function sender(quote: Quote | null | undefined) {
  const { ip, payload } = quote ?? {};
  const number =
    payload && 'sourcePort' in payload ? payload.sourcePort : payload && 'identifier' in payload && payload.identifier;
  return { address: ip?.source, number, checksum: payload && 'checksum' in payload ? payload.checksum : null };
}

describe.each(probes)('a NAT with $title', ({ family, probe }) => {
  test.each(['keep', 'rewrite'] as const)('hides nothing from the sender (ports: %s)', (ports) => {
    const [plain, network] = [lineNetwork(), natted({ ports })];
    for (const ttl of [1, 2, 3, 4]) {
      const [[want], [got]] = [answersTo(plain, probe(ttl)), answersTo(network, probe(ttl))];
      expect({ from: got?.from, what: got?.what }).toEqual({ from: want?.from, what: want?.what });
      expect(sender(got?.quote)).toEqual(sender(want?.quote));
    }
  });

  test('sends on packets, and hands back answers, whose checksums are right', () => {
    const network = natted({ ports: 'rewrite' });
    for (const ttl of [1, 2, 3, 4]) {
      const arrived = network.send('pc', probe(ttl), 0);
      expect(arrived).toHaveLength(1);
      for (const { datagram } of arrived) {
        expect(verifyChecksums(datagram)).toMatchObject({ payload: 'valid', ip: family === 4 ? 'valid' : null });
      }
    }
  });

  test('shows its own address and number if it does not translate quotes', () => {
    const [answer] = answersTo(natted({ quotes: 'untranslated', ports: 'rewrite' }), probe(2));
    const { address, number } = sender(answer?.quote);
    expect(address).toBe(family === 4 ? OUTSIDE : OUTSIDE6);
    expect(number).not.toBe(sender(answersTo(lineNetwork(), probe(2))[0]?.quote).number);
  });

  test('leaves a stale checksum in the quote if it is one of those', () => {
    const [want] = answersTo(lineNetwork(), probe(2));
    const [got] = answersTo(natted({ quotes: 'stale-checksum', ports: 'rewrite' }), probe(2));
    const [sent, quoted] = [sender(want?.quote), sender(got?.quote)];
    expect(quoted).toMatchObject({ address: sent.address, number: sent.number });
    expect(quoted.checksum).not.toBe(sent.checksum);
  });
});

describe('a NAT', () => {
  test('answers itself with the address inside', () => {
    expect(saidTo(natted(), udp(1))).toEqual(['10.0.1.2 time-exceeded']);
  });

  test('tells two senders with one port apart', () => {
    const nat = { inside: ['pc', 'laptop'], addresses: [OUTSIDE] };
    const base = line({ nodes: { r1: { nat } } });
    const ends = [{ node: 'laptop', addresses: ['10.0.7.1'] }, 'r1'] as const;
    const topology = { ...base, nodes: { ...base.nodes, laptop: {} }, links: [...base.links, { ends }] };
    const network = createNetwork(topology, { attached: ['pc', 'laptop'] });
    const homes = ['pc', 'laptop', 'pc'].map((node) => {
      const source = node === 'pc' ? PC : '10.0.7.1';
      return network.send(node, udp(2, { source }), 0).map((delivery) => delivery.node);
    });
    expect(homes).toEqual([['pc'], ['laptop'], ['pc']]);
  });

  test('lets nothing in that nobody asked for', () => {
    const network = natted();
    expect(network.send('target', udp(9, { source: TARGET, destination: '10.0.1.1' }), 0)).toHaveLength(1);
    expect(network.send('target', udp(9, { source: TARGET, destination: OUTSIDE }), 0)).toEqual([]);
  });
});
