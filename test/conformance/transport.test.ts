import { type TransportFixture, transportLaws } from '@hoplite/testing';
import { createSimTransport, type TopologyInit } from '@hoplite/transport-sim';
import { describe, expect, test } from 'vitest';
import { breakTransport, FAULTS } from './faults.js';

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
  unroutable: '203.0.113.9',
  patience: 100,
  settle: async () => {
    for (let turn = 0; turn < 50; turn++) await new Promise(setImmediate);
  },
};

describe('the virtual network keeps every law of a transport', () => {
  for (const { name, check } of transportLaws(sim)) test(name, check);
});

describe('each law is broken by a transport that breaks it alone', () => {
  const laws = transportLaws(sim).map(({ name }) => name);

  test('there is such a transport for every law', () => {
    expect(Object.keys(FAULTS)).toEqual(laws);
  });

  test.each(Object.entries(FAULTS))('%s', async (broken, fault) => {
    const kept: string[] = [];
    for (const { name, check } of transportLaws({
      ...sim,
      create: async () => breakTransport(await sim.create(), fault),
    })) {
      await check().then(
        () => kept.push(name),
        () => {},
      );
    }
    expect(kept).toEqual(laws.filter((name) => name !== broken));
  });
});
