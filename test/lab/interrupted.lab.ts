import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import type { ProbeResult, TraceResult } from '@hoplite/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS, type Carrier } from './carriers.js';
import { type Network, openNetwork } from './network.js';
import { runIn, startIn } from './process.js';
import { placeAt } from './twelve-hops.js';

/** So many TTLs are traced, and after so many of them what the trace needs is taken away. */
const [MOST, INTACT] = [8, 4];
const METHODS = ['udp', 'icmp', 'tcp'] as const;

/** Milliseconds for which live transports take what they know of the host's addresses to hold (docs/), and some more. */
const TRUSTED = 200;

const MISFORTUNES = [
  { name: 'its source address was removed', firstSource: 64, strike: removeAddresses },
  // The last: it takes the routes with it.
  { name: 'its interface was taken down', firstSource: 80, strike: takeDown },
] as const;

let network: Network;
const traced = new Map<string, readonly TraceResult[]>();
beforeAll(async () => {
  network = await openNetwork('chain');
  for (const misfortune of MISFORTUNES) await interruptAll(misfortune);
});
afterAll(() => network?.[Symbol.asyncDispose]());

describe.each(MISFORTUNES)('a trace from under which $name', ({ name }) => {
  describe.each(CARRIERS)('$name,', (carrier) => {
    test.each(METHODS)(
      'by %s, ends with what it had learned, and says of each later probe what became of it',
      (method) => {
        const result = traced.get(`${name} ${carrier.name}`)?.[METHODS.indexOf(method)];
        if (result === undefined) throw new Error('there is no result');
        const places = result.hops.map(({ probes }) =>
          probes.map((probe) => ('address' in probe ? network.placeOf(probe.address) : null)),
        );
        const intact = Array.from({ length: INTACT }, (_, index) => [1, 2, 3].map(() => placeAt(index + 1)));
        expect(places.slice(0, INTACT)).toEqual(intact);
        const fates = result.hops.slice(INTACT).flatMap(({ probes }) => probes.map(fateOf));
        const { outcome, error } = result;
        expect(outcome).toBe('failed');
        expect(fates).toEqual(fates.map(() => expect.stringMatching(/^(ENETUNREACH|EADDRNOTAVAIL)$/)));
        expect(error?.code).toBe(fates[0]);
      },
    );
  });
});

function fateOf(probe: ProbeResult): string {
  return 'error' in probe ? probe.error.code : probe.status;
}

/** Each traces from a source of its own; what they need is taken away when all are there. */
async function interruptAll({ name, firstSource, strike }: (typeof MISFORTUNES)[number]): Promise<void> {
  const sources = CARRIERS.map((_, index) => `192.0.2.${firstSource + index}`);
  const all = CARRIERS.map((carrier, index) => start(carrier, sources[index] ?? ''));
  await Promise.all(all.map(({ midway }) => midway));
  await strike(sources);
  await setTimeout(TRUSTED);
  const results = await Promise.all(all.map(({ goOn }) => goOn()));
  for (const [index, carrier] of CARRIERS.entries()) traced.set(`${name} ${carrier.name}`, results[index] ?? []);
}

function start({ transport, user }: Carrier, source: string) {
  const options = { source, maxTtl: MOST, waitHere: 0, waitNear: 0 };
  const target = network.targets.get('target');
  const orders = { transport, methods: METHODS, target, intact: 3 * INTACT, options };
  const child = startIn(network, 'sender', ['node', 'test/lab/inside/interrupted.js', JSON.stringify(orders)], user);
  const closed = once(child, 'close');
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('it did not start');
  const printed = text(stdout);
  const said: string[] = [];
  const midway = new Promise<void>((resolve, reject) => {
    stderr.on('data', (chunk) => {
      said.push(String(chunk));
      if (said.join('').includes('midway')) resolve();
    });
    void closed.then(() => reject(new Error(said.join(''))));
  });
  return {
    midway,
    async goOn(): Promise<readonly TraceResult[]> {
      child.kill('SIGUSR2');
      await closed;
      if (child.exitCode !== 0) throw new Error(`${child.exitCode} ${said.join('')}`);
      return JSON.parse(await printed);
    },
  };
}

async function removeAddresses(sources: readonly string[]): Promise<void> {
  for (const source of sources) await inSender('ip', 'addr', 'del', `${source}/32`, 'dev', 'to-r1');
}

async function takeDown(): Promise<void> {
  await inSender('ip', 'link', 'set', 'to-r1', 'down');
}

async function inSender(...command: readonly string[]): Promise<void> {
  const { stderr, status } = await runIn(network, 'sender', command);
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
}
