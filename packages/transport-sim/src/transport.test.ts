import type { Instant, Listener } from '@hoplite/engine';
import { describe, expect, test } from 'vitest';
import { type LineChanges, line, PC, readAnswer, TARGET, TARGET6, udp } from './line.fixture.js';
import type { TopologyInit } from './topology/topology.js';
import { createSimTransport, type SimTransport } from './transport.js';

/** What a listener heard, in words. */
async function heard(transport: SimTransport, until: Instant, act: () => void): Promise<readonly string[]> {
  const lines: string[] = [];
  const at = () => transport.clock.now() / 1e6;
  const listener: Listener = {
    sent: (id, when) => lines.push(`${at()} sent ${id} at ${when / 1e6}`),
    failed: (id, { code }, when = NaN) => lines.push(`${at()} failed ${id} at ${when / 1e6} ${code}`),
    received: (datagram, when) => lines.push(`${at()} received ${readAnswer({ datagram, at: when }).from}`),
    noticed: (code) => lines.push(`${at()} noticed ${code}`),
    broken: ({ code }) => lines.push(`${at()} broken ${code}`),
  };
  await transport.open(listener);
  act();
  await new Promise<void>((resolve) => transport.clock.wake(until, resolve));
  return lines;
}

const over = (changes: LineChanges = {}): SimTransport => createSimTransport(line(changes), { seed: 1 });
const second = 1e9;

describe('the transport', () => {
  test('says that a datagram was sent, then hands over what answers it, each at its instant', async () => {
    const transport = over();
    const lines = await heard(transport, second, () => {
      transport.send([
        { id: 1, datagram: udp(2) },
        { id: 2, datagram: udp(1) },
      ]);
      transport.clock.wake(3e6, () => transport.send([{ id: 3, datagram: udp(1) }]));
    });
    expect(lines).toEqual([
      '0 sent 1 at 0',
      '0 sent 2 at 0',
      '2 received 10.0.1.2',
      '3 sent 3 at 3',
      '4 received 10.0.2.2',
      '5 received 10.0.1.2',
    ]);
  });

  test('fails what has no route, what is too large for the first link, what has the address of another, and what is no datagram', async () => {
    const transport = over({
      links: { pc: { mtu: 68 } },
      nodes: { pc: { routes: [{ to: '192.0.2.0/24', unreachable: 0 }] } },
    });
    const lines = await heard(transport, second, () => {
      transport.send([
        { id: 1, datagram: udp(1, { destination: '192.0.2.9' }) },
        { id: 2, datagram: udp(1, { family: 6, payload: new Uint8Array(100) }) },
        { id: 3, datagram: new Uint8Array(3) },
        { id: 4, datagram: udp(1, { source: '10.0.1.9' }) },
      ]);
    });
    expect(lines).toEqual([
      '0 failed 1 at 0 ENETUNREACH',
      '0 failed 2 at 0 EMSGSIZE',
      '0 failed 3 at 0 EINVAL',
      '0 failed 4 at 0 EADDRNOTAVAIL',
    ]);
  });

  test('calls nobody after it was closed, however often', async () => {
    const transport = over();
    const lines = await heard(transport, second, () => {
      transport.send([{ id: 1, datagram: udp(2) }]);
      transport.clock.wake(1e6, () => {
        void transport.close();
        void transport.close();
      });
    });
    expect(lines).toEqual(['0 sent 1 at 0']);
    expect(() => transport.send([])).toThrow('not open');
  });

  test('is opened once', async () => {
    const transport = over();
    await heard(transport, 0, () => {});
    await expect(heard(transport, 0, () => {})).rejects.toThrow('opened once');
  });

  test('knows its own address for each destination, and where there is none', async () => {
    const transport = over({ nodes: { pc: { routes: [{ to: '192.0.2.0/24', unreachable: 0 }] } } });
    expect(await transport.sourceFor(TARGET)).toBe(PC);
    expect(await transport.sourceFor(TARGET6)).toBe('2001:db8::1:1');
    await expect(transport.sourceFor('192.0.2.9')).rejects.toMatchObject({ code: 'ENETUNREACH' });
  });

  test('has the families that its node has', () => {
    expect(over().capabilities.families).toEqual([4, 6]);
    const ends = [{ node: 'a', addresses: ['10.0.0.1'] }, 'b'] as const;
    const transport = createSimTransport({ from: 'a', nodes: { a: {}, b: {} }, links: [{ ends }] });
    expect(transport.capabilities.families).toEqual([4]);
  });

  test('brings the names of its network', () => {
    const names = { 'target.example': [TARGET, TARGET6], 'www.example': [TARGET] };
    const transport = over({ rest: { names } });
    expect(transport.lookup('Target.Example.')).toEqual([TARGET, TARGET6]);
    expect(transport.lookup('nobody.example')).toEqual([]);
    expect(transport.reverse(TARGET)).toBe('target.example');
    expect(transport.reverse('192.0.2.9')).toBeNull();
  });

  test('needs a node that is there', () => {
    expect(() => createSimTransport(line(), { from: 'nobody' })).toThrow('there is no node "nobody"; there are pc, r1');
    expect(() => createSimTransport({ nodes: {}, links: [] })).toThrow('from is missing');
  });

  test.each([0.5, Number.NaN, 2 ** 53, '7' as unknown as number])(
    'refuses %j for a seed: chance would not hear it',
    (seed) => {
      expect(() => createSimTransport(line(), { seed })).toThrow(RangeError);
      expect(() => createSimTransport(line(), { seed })).toThrow(`seed is ${seed}, must be a whole number`);
    },
  );

  test('refuses a pace that is none', () => {
    const pace = 'fast' as unknown as 'real';
    expect(() => createSimTransport(line(), { pace })).toThrow('pace is fast, must be virtual or real');
  });

  test('knows the truth up to the largest TTL that a datagram can have, and no further', () => {
    const { network } = over();
    expect(network.pathOf('pc', udp(1), { maxTtl: 255 })).toHaveLength(255);
    for (const maxTtl of [0, 256, 1.5]) {
      expect(() => network.pathOf('pc', udp(1), { maxTtl })).toThrow(`maxTtl is ${maxTtl}, must be a whole number`);
    }
  });

  test('says of what is no topology that it is none, not that it names no node', () => {
    const path = 'samples/internet.json' as unknown as TopologyInit;
    expect(() => createSimTransport(path)).toThrow('the topology is "samples/internet.json", must be an object');
  });
});
