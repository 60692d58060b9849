import { fileURLToPath } from 'node:url';
import { type TransportFixture, transportLaws } from '@hoplite/testing';
import { record, replay } from '@hoplite/transport-pcap';
import { createSimTransport, type TopologyInit } from '@hoplite/transport-sim';
import { describe, expect, test } from 'vitest';
import { breakTransport, FAULTS } from './faults.js';
import { lawsKept } from './laws-kept.js';

/** Three hops of a millisecond each, and an address to which nobody knows the way. */
const TOPOLOGY: TopologyInit = {
  from: 'pc',
  nodes: {
    pc: { kind: 'host', routes: [{ to: '203.0.113.0/24', unreachable: 0 }] },
    r1: { kind: 'router' },
    r2: { kind: 'router' },
    target: { kind: 'host' },
  },
  links: [
    {
      ends: [
        { node: 'pc', addresses: ['10.0.1.1'] },
        { node: 'r1', addresses: ['10.0.1.2'] },
      ],
      latency: 1,
    },
    {
      ends: [
        { node: 'r1', addresses: ['10.0.2.1'] },
        { node: 'r2', addresses: ['10.0.2.2'] },
      ],
      latency: 1,
    },
    {
      ends: [
        { node: 'r2', addresses: ['10.0.3.1'] },
        { node: 'target', addresses: ['10.0.3.2'] },
      ],
      latency: 1,
    },
  ],
};

const sim: TransportFixture = {
  create: () => createSimTransport(TOPOLOGY),
  destination: '10.0.3.2',
  answers: ['icmp', 'tcp'],
  unroutable: '203.0.113.9',
  patience: 100,
  settle: async () => {
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  },
};

const corpus = fileURLToPath(new URL('../corpus/traceroute-udp-ten.pcap.gz', import.meta.url));

/** A capture of traceroute -q 10 by others: five hops, ten answers at each. */
const capture: TransportFixture = {
  ...sim,
  create: () => replay(corpus),
  destination: '203.0.113.6',
  answers: [],
  farTtl: 5,
};

/** What is written goes nowhere: here it is the transport that is tried. */
const nowhere = { write() {} };

describe.each<[string, TransportFixture]>([
  ['the virtual network', sim],
  ['the replay of a capture that others made', capture],
  [
    'a recording of the virtual network while it is made',
    { ...sim, create: () => record(createSimTransport(TOPOLOGY), nowhere) },
  ],
])('%s keeps every law of a transport', (_, fixture) => {
  for (const { name, check } of transportLaws(fixture)) test(name, check);
});

describe('each law is broken by a transport that breaks it alone', () => {
  const laws = transportLaws(sim).map(({ name }) => name);

  test('there is such a transport for every law', () => {
    expect(Object.keys(FAULTS)).toEqual(laws);
  });

  test.each(Object.entries(FAULTS))('%s', async (broken, fault) => {
    const broke = transportLaws({ ...sim, create: async () => breakTransport(await sim.create(), fault) });
    expect(await lawsKept(broke)).toEqual(laws.filter((name) => name !== broken));
  });
});
