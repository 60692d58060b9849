import { icmpProbe } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { udp } from './line.fixture.js';
import { createNetwork, type Network } from './network.js';
import type { Node } from './topology/node.js';

/** `pc - split`, then by `upper` at once or by `lower` and `low` to `join`, and to the target: 1 ms a link. */
function diamond(balance: Node['balance'], seed = 1): Network {
  const end = (node: string, address: string) => ({ node, addresses: [address] });
  const links = [
    { ends: [end('pc', '10.0.1.1'), end('split', '10.0.0.1')] },
    { ends: ['split', end('upper', '10.0.0.2')], cost: 2 },
    { ends: ['upper', end('join', '10.0.0.3')], cost: 1 },
    { ends: ['split', end('lower', '10.0.0.4')] },
    { ends: ['lower', end('low', '10.0.0.5')] },
    { ends: ['low', end('join', '10.0.0.6')] },
    { ends: ['join', end('target', '10.0.4.2')] },
  ] as const;
  const hosts = { pc: { kind: 'host' }, target: { kind: 'host', serves: ['10.9.0.0/16'] } } as const;
  const nodes = { ...hosts, split: { balance }, upper: {}, join: {}, lower: {}, low: {} };
  return createNetwork({ nodes, links }, { seed, attached: ['pc'] });
}

const many = Array.from({ length: 200 }, (_, index) => index);
const second = (network: Network, probe: Uint8Array): string =>
  network
    .pathOf('pc', probe, { maxTtl: 2 })
    .at(1)
    ?.answers.map(({ address }) => address)
    .join(' or ') ?? '';
const count = (values: readonly string[]): ReadonlyMap<string, number> =>
  new Map([...new Set(values)].sort().map((value) => [value, values.filter((other) => other === value).length]));

describe('a router with two equally good next hops', () => {
  const network = diamond('flow');

  test('divides flows among them, by either port', () => {
    const bySource = count(many.map((index) => second(network, udp(1, { sourcePort: 40000 + index }))));
    const byDestination = count(many.map((index) => second(network, udp(1, { destinationPort: 33434 + index }))));
    for (const share of [bySource, byDestination]) {
      expect([...share.keys()]).toEqual(['10.0.0.2', '10.0.0.4']);
      for (const part of share.values()) expect(part).toBeGreaterThan(60);
    }
  });

  test('keeps one flow together, whatever else of its packets changes', () => {
    const of = (identification: number, checksum: number) => second(network, udp(1, { identification, checksum }));
    expect(new Set(many.map((index) => of(index, 0x1000 + index))).size).toBe(1);
  });

  test('takes the checksum of an ICMP message for a part of its flow, but not identifier and sequence number', () => {
    const way = { source: '10.0.1.1', destination: '10.0.4.2', ttl: 1 };
    const ping = (sequenceNumber: number, word: number) =>
      icmpProbe({ ...way, identifier: 7, sequenceNumber, data: Uint8Array.of(word >> 8, word) });
    expect(new Set(many.map((index) => second(network, ping(index, 0x1000 - index)))).size).toBe(1);
    expect(new Set(many.map((index) => second(network, ping(index, 0)))).size).toBe(2);
  });

  test('decides otherwise with another seed', () => {
    const choices = many.map((index) => second(diamond('flow', index), udp(1)));
    expect([...count(choices).keys()]).toEqual(['10.0.0.2', '10.0.0.4']);
  });

  test('sends all that is for one destination one way, if it balances by destination', () => {
    const toOne = diamond('destination');
    expect(new Set(many.map((index) => second(toOne, udp(1, { sourcePort: 40000 + index })))).size).toBe(1);
    const to = (index: number) => second(toOne, udp(1, { destination: `10.9.0.${index}` }));
    expect(new Set(many.map(to)).size).toBe(2);
  });

  test('sends packets of one flow either way, if it balances by packet; the truth knows both', () => {
    const network = diamond('packet');
    const seen = many.flatMap(() => network.send('pc', udp(2), 0).map(({ datagram }) => datagram[15]));
    expect(new Set(seen)).toEqual(new Set([2, 4]));
    const truth = network
      .pathOf('pc', udp(1), { maxTtl: 4 })
      .map(({ answers }) => answers.map(({ address }) => address).sort());
    expect(truth).toMatchObject([
      ['10.0.0.1'],
      ['10.0.0.2', '10.0.0.4'],
      ['10.0.0.3', '10.0.0.5'],
      ['10.0.0.6', '10.0.4.2'],
    ]);
  });

  test('may have ways of unequal length', () => {
    const lengths = many.map((index) => {
      const hops = network.pathOf('pc', udp(1, { sourcePort: 40000 + index }), { maxTtl: 6 });
      return String(hops.findIndex(({ answers: [answer] }) => answer?.address === '10.0.4.2') + 1);
    });
    expect([...count(lengths).keys()]).toEqual(['4', '5']);
  });
});
