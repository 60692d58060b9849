import { transportLaws } from '@hoplite/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS, lawsCommand } from './carriers.js';
import { type Network, openNetwork } from './network.js';
import { runIn } from './process.js';

/** The names of the laws; they are tried in a process of its own, inside the network. */
const LAWS = transportLaws({
  create: () => Promise.reject(new Error('tried inside the network')),
  destination: '',
  unroutable: null,
  answers: ['icmp', 'tcp'],
  patience: 0,
  settle: async () => {},
}).map(({ name }) => name);

let network: Network;
beforeAll(async () => {
  network = await openNetwork('chain');
});
afterAll(() => network?.[Symbol.asyncDispose]());

describe.each(CARRIERS)('$name, twelve hops away,', (carrier) => {
  describe.each([
    { family: 4, destination: 'target', unroutable: 'nowhere' },
    { family: 6, destination: 'target6', unroutable: 'nowhere6' },
  ])('over IPv$family keeps the law that', ({ destination, unroutable }) => {
    let faults: Readonly<Record<string, string | null>>;
    beforeAll(async () => {
      const [to = '', nowhere = ''] = [destination, unroutable].map((name) => network.targets.get(name));
      const { stdout, stderr, status } = await runIn(
        network,
        'sender',
        lawsCommand(carrier, to, nowhere),
        carrier.user,
      );
      if (stdout === '') throw new Error(`the laws: ${status} ${stderr}`);
      faults = JSON.parse(stdout);
    });

    test.each(LAWS)('%s', (law) => expect(faults[law]).toBeNull());
  });
});
