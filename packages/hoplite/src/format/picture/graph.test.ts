import { traceResult } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hop, portUnreachable, reply, silence, trace } from '../traces.fixture.js';
import { pathGraph } from './graph.js';
import { nothingButSilence, sixteenWays } from './networks.fixture.js';
import type { Link, PathGraph } from './path.js';
import { traced } from './traced.fixture.js';

const end = portUnreachable('10.6.0.2', 9);
const of = (port: number) => ({ destinationPort: port });

function layersOf({ layers }: PathGraph): readonly string[] {
  return layers.map(({ firstTtl, lastTtl, nodes }) => {
    const ttls = firstTtl === lastTtl ? `${firstTtl ?? ''}` : `${firstTtl}-${lastTtl}`;
    return `${ttls} ${nodes.map(({ kind, address }) => address ?? kind).join(' ')}`.trim();
  });
}

function linkText({ from, to, share, guessed }: Link): string {
  const name = ({ kind, address }: Link['from']) => address ?? kind;
  return `${name(from)} ${guessed ? '?' : '-'}${share.toFixed(2)} ${name(to)}`;
}

describe('the layers of a path', () => {
  it('are the source, who answered at each TTL by their addresses, and the destination', () => {
    const path = trace([hop(1, reply('10.1.0.10', 1), reply('10.1.0.9', 1), reply('10.1.0.10', 1)), hop(2, end)]);
    expect(layersOf(pathGraph(path))).toEqual(['0 10.1.0.2', '1 10.1.0.9 10.1.0.10', '2 10.6.0.2']);
  });

  it('have addresses of either family in the order of their values, IPv6 in hexadecimal', () => {
    const [a, b, c] = ['2001:db8::9', '2001:db8::a', '2001:db8::1000'];
    const path = trace([hop(1, reply(c, 1), reply(b, 1), reply(a, 1)), hop(2, end)]);
    expect(layersOf(pathGraph(path))[1]).toBe(`1 ${a} ${b} ${c}`);
  });

  it('end with the answer that ended the trace, whatever a capture holds behind it', () => {
    const path = trace([hop(1, reply('10.1.0.1', 1)), hop(2, end), hop(3, end), hop(4, silence)]);
    expect(layersOf(pathGraph(path))).toEqual(['0 10.1.0.2', '1 10.1.0.1', '2 10.6.0.2']);
    expect(pathGraph(path).layers.at(-1)?.nodes[0]?.kind).toBe('destination');
  });

  it('end with the destination as a goal where it was not reached, behind who said so', () => {
    const refused = reply('10.3.0.1', 4, { icmp: { type: 3, code: 1 }, annotation: '!H' });
    const path = trace([hop(1, reply('10.1.0.1', 1)), hop(2, refused)], {
      outcome: 'unreachable',
      annotation: '!H',
      answeredBy: '10.3.0.1',
    });
    const { layers, links } = pathGraph(path);
    expect(layers.map(({ nodes }) => nodes[0]?.kind)).toEqual(['source', 'router', 'end', 'goal']);
    expect(links.map(linkText).at(-1)).toBe('10.3.0.1 ?1.00 10.6.0.2');
  });

  it('have three silent TTLs in a row as one, and two as two', () => {
    const router = (ttl: number) => hop(ttl, reply(`10.${ttl}.0.1`, ttl));
    const silent = (ttl: number) => hop(ttl, silence, silence);
    const path = trace([silent(1), silent(2), router(3), silent(4), silent(5), silent(6), hop(7, end)]);
    expect(layersOf(pathGraph(path)).slice(1)).toEqual([
      '1 silence',
      '2 silence',
      '3 10.3.0.1',
      '4-6 silence',
      '7 10.6.0.2',
    ]);
    expect(pathGraph(path).layers[4]?.nodes[0]?.probes).toHaveLength(6);
  });

  it('tell TTLs that were never asked from those that did not answer', () => {
    const path = trace([hop(4, silence), hop(5), hop(6, end)]);
    expect(layersOf(pathGraph(path))).toEqual(['0 10.1.0.2', '1-3 unasked', '4 silence', '5 unasked', '6 10.6.0.2']);
  });

  it('are the source and the goal where there is no hop at all', () => {
    const { layers, links } = pathGraph(trace([], { outcome: 'failed', answeredBy: null }));
    expect(layers.map(({ nodes }) => nodes[0]?.kind)).toEqual(['source', 'goal']);
    expect(links).toHaveLength(1);
  });

  it('are three of a network where nobody says anything', async () => {
    const graph = pathGraph(await traced(nothingButSilence(), { maxTtl: 255, queries: 1 }));
    expect(layersOf(graph)).toEqual(['0 10.0.0.2', '1-255 silence', '198.51.100.80']);
  });

  it('mark an address that answered before, as in a loop', () => {
    const path = trace([
      hop(1, reply('10.1.0.1', 1)),
      hop(2, reply('10.2.0.1', 1)),
      hop(3, reply('10.1.0.1', 1)),
      hop(4, end),
    ]);
    expect(pathGraph(path).layers.map(({ nodes }) => nodes[0]?.alsoAt)).toEqual([null, null, null, 1, null]);
  });
});

describe('a probe without answer', () => {
  it('counts as lost where one router answered the others of its flow', () => {
    const path = trace([hop(1, reply('10.1.0.1', 1), silence, reply('10.1.0.1', 3)), hop(2, end, end, end)]);
    expect(pathGraph(path).layers[1]?.nodes.map(({ address, probes, rtt }) => [address, probes.length, rtt])).toEqual([
      ['10.1.0.1', 3, 2],
    ]);
  });

  it('stands for itself where several routers answered its flow', () => {
    const path = trace([hop(1, reply('10.1.0.1', 1), silence, reply('10.1.0.3', 3)), hop(2, end, end, end)]);
    expect(layersOf(pathGraph(path))[1]).toBe('1 10.1.0.1 10.1.0.3 silence');
  });

  it('stands for itself where its flow went another way than those that were answered', () => {
    const path = trace([
      hop(1, reply('10.1.0.1', 1, of(1)), reply('10.1.0.1', 1, of(2))),
      hop(2, reply('10.2.0.1', 2, of(1)), { ...silence, ...of(2) }),
      hop(3, { ...end, ...of(1) }, { ...end, ...of(2) }),
    ]);
    const { links } = pathGraph(path);
    expect(links.map(linkText)).toEqual([
      '10.1.0.2 -1.00 10.1.0.1',
      '10.1.0.1 -0.50 10.2.0.1',
      '10.1.0.1 -0.50 silence',
      '10.2.0.1 -0.50 10.6.0.2',
      'silence -0.50 10.6.0.2',
    ]);
  });
});

describe('the links of a path', () => {
  it('follow each flow over a network with sixteen ways, none of them a guess', async () => {
    const graph = pathGraph(await traced(sixteenWays(), { method: 'udp-dublin', queries: 64 }));
    const inside = graph.links.filter(
      ({ from, to }) => from.address?.startsWith('10.1') && to.address?.startsWith('10.1'),
    );
    const ways = inside.map(({ from, to }) => [from.address?.split('.')[2], to.address?.split('.')[2]]);
    expect(new Set(ways.map(([way]) => way)).size).toBe(16);
    expect(ways.filter(([from, to]) => from !== to)).toEqual([]);
    expect(graph.links.filter(({ guessed }) => guessed)).toEqual([]);
  });

  it('are guesses between alternatives where each probe is a flow of its own, and only there', async () => {
    const graph = pathGraph(await traced(sixteenWays(), { method: 'udp-classic' }));
    for (const { from, to, guessed } of graph.links) {
      const alternatives = [from, to].some(({ address }) => /^10\.1[678]\./.test(address ?? ''));
      expect(guessed, `${from.address} to ${to.address}`).toBe(alternatives);
    }
  });

  it('are guesses where one flow met several routers at both TTLs', () => {
    const [a, b, c, d] = [reply('10.1.0.1', 1), reply('10.1.0.3', 1), reply('10.2.0.1', 1), reply('10.2.0.3', 1)];
    const links = pathGraph(trace([hop(1, a, b), hop(2, c, d), hop(3, end, end)])).links.map(linkText);
    expect(links).toEqual([
      '10.1.0.2 -0.50 10.1.0.1',
      '10.1.0.2 -0.50 10.1.0.3',
      '10.1.0.1 ?0.50 10.2.0.1',
      '10.1.0.3 ?0.50 10.2.0.3',
      '10.2.0.1 -0.50 10.6.0.2',
      '10.2.0.3 -0.50 10.6.0.2',
    ]);
  });

  it('take the probes of an ICMP trace for one flow where they are ours, and not in a capture of others', () => {
    const echo = (address: string) => {
      const { sourcePort: _, destinationPort: __, ...rest } = reply(address, 1);
      return { ...rest, identifier: 7, sequence: 1 };
    };
    const hops = [hop(1, echo('10.1.0.1')), hop(2, echo('10.2.0.1'), echo('10.2.0.3')), hop(3, end)];
    const guesses = (transport: string) =>
      pathGraph(trace(hops, { method: 'icmp', transport })).links.filter(
        ({ to, guessed }) => guessed && to.address?.startsWith('10.2'),
      );
    expect(guesses('sim')).toHaveLength(0);
    expect(guesses('pcap')).toHaveLength(2);
  });

  it('have shares of all that went from one layer to the next, from layer to layer, whatever the trace', () => {
    fc.assert(
      fc.property(traceResult(), (result) => {
        const { layers, links } = pathGraph(result);
        for (const [index, { nodes }] of layers.slice(1).entries()) {
          const into = links.filter(({ to }) => nodes.includes(to));
          expect(into.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
          expect(into.every(({ from, share }) => share > 0 && layers[index]?.nodes.includes(from))).toBe(true);
        }
      }),
    );
  });
});
