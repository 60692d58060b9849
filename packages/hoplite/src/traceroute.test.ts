import { METHODS, VirtualClock } from '@hoplite/engine';
import { record } from '@hoplite/transport-pcap';
import { createSimTransport, type SimTransport } from '@hoplite/transport-sim';
import { describe, expect, it } from 'vitest';
import { network } from './network.fixture.js';
import { TargetError } from './resolve.js';
import { closedSchemaFaults } from './schema.fixture.js';
import { randomSeed, traceroute } from './traceroute.js';

const T = '10.0.4.2';
const sim = (): SimTransport => createSimTransport(network, { seed: 1 });

describe('traceroute', () => {
  it('gives the result, under the name that was asked for', async () => {
    const result = await traceroute('t.example', { transport: sim(), method: 'icmp', queries: 1, seed: 1 }).result;
    expect(result).toMatchObject({ target: 't.example', address: T, method: 'icmp', outcome: 'reached', lastTtl: 4 });
    expect(result.hops.map(({ probes }) => probes.length)).toEqual([1, 1, 1, 1]);
  });

  it.each([
    ['text', T, T],
    ['4 bytes', new Uint8Array([10, 0, 4, 2]), T],
    ['an IPv6 address', '2001:DB8::4:2', '2001:db8::4:2'],
  ])('takes an address as %s', async (_, target, address) => {
    expect(await traceroute(target, { transport: sim() }).result).toMatchObject({ address, outcome: 'reached' });
  });

  it('takes a method of one’s own, and names it wherever the schemas want a method', async () => {
    const running = traceroute(T, { transport: sim(), method: { ...METHODS.udp, name: 'mine' } });
    for await (const event of running) expect(closedSchemaFaults('trace-event', event)).toEqual([]);
    const result = await running.result;
    expect(result).toMatchObject({ method: 'mine', options: { method: 'mine' }, outcome: 'reached' });
    expect(closedSchemaFaults('trace-result', result)).toEqual([]);
  });

  it('knows the names of a network also where that is recorded', async () => {
    const recorded = record(sim(), { write() {} });
    expect(await traceroute('t.example', { transport: recorded }).result).toMatchObject({ address: T });
    expect(recorded.reverse(T)).toBe(sim().reverse(T));
  });

  it('gives the events as they happen, the result last', async () => {
    const events = [];
    const running = traceroute(T, { transport: sim() });
    for await (const event of running) events.push(event);
    expect(events[0]).toMatchObject({ event: 'start', address: T });
    expect(events.at(-1)).toMatchObject({ event: 'end', result: await running.result });
  });

  it('asks a transport that came with the call for the interface, and rejects where that lets no trace choose one', async () => {
    const asked: unknown[] = [];
    const choosing: SimTransport = Object.assign(sim(), { capabilities: { ...sim().capabilities, interfaces: true } });
    const { sourceFor } = choosing;
    choosing.sourceFor = (...given) => {
      asked.push(given[1]);
      return sourceFor.apply(choosing, given);
    };
    const { options } = await traceroute(T, { transport: choosing, interface: 'eth1' }).result;
    expect([...asked, options.interface]).toEqual(['eth1', 'eth1']);
    await expect(traceroute(T, { transport: sim(), interface: 'eth1' }).result).rejects.toThrow(RangeError);
  });

  it('makes the same choices from the same seed, and without one such as nobody can guess', async () => {
    const ports = async (options: { seed?: string }) => {
      const { hops } = await traceroute(T, { transport: sim(), ...options }).result;
      return hops.flatMap(({ probes }) => probes.map(({ sourcePort }) => sourcePort));
    };
    const seed = randomSeed();
    expect(seed).toMatch(/^[0-9a-f]{32}$/);
    expect(randomSeed()).not.toBe(seed);
    expect(await ports({ seed: '00112233445566778899aabbccddeeff' })).toEqual(
      await ports({ seed: '00112233445566778899AABBCCDDEEFF' }),
    );
    // All five of the same of some 28,000 ports: once in 10^17 runs.
    const drawn = await Promise.all(Array.from({ length: 5 }, () => ports({})));
    expect(new Set(drawn.flat()).size).toBeGreaterThan(1);
  });

  it('resolves a name to the family that is asked for, by IPv4 first', async () => {
    const family = async (wanted?: 4 | 6) => {
      const options = wanted === undefined ? {} : { family: wanted };
      return (await traceroute('t.example', { transport: sim(), ...options }).result).family;
    };
    expect([await family(), await family(4), await family(6)]).toEqual([4, 4, 6]);
  });

  it.each(['223.255.255.255', '240.0.0.1', 'feff::1', '::fffe:127.0.0.1'])('takes %s for a host', async (target) => {
    const { result } = traceroute(target, { transport: sim(), maxTtl: 1 });
    await expect(result).resolves.toMatchObject({ target });
  });

  it('asks the names that it is given rather than those of the transport', async () => {
    const names = { lookup: () => ['10.0.3.2'], reverse: () => null };
    expect(await traceroute('t.example', { transport: sim(), names }).result).toMatchObject({ address: '10.0.3.2' });
  });

  it.each(['1.2.3', '010.0.0.1', '127.1', '256.1.1.1', '2130706433', '', '.', 'fe80::1%eth0', '1::2::3', 'ff05::2'])(
    'refuses %j without looking it up',
    async (target) => {
      const asked: string[] = [];
      const names = {
        lookup(name: string) {
          asked.push(name);
          return [T];
        },
        reverse: () => null,
      };
      await expect(traceroute(target, { transport: sim(), names }).result).rejects.toThrow(TargetError);
      expect(asked).toEqual([]);
    },
  );

  it.each([
    ['that nobody knows', [], 'h.example: no such name'],
    ['about which no answer came', null, 'h.example: no answer to the question for its address'],
    ['without an address of the family', ['10.0.4.2'], 'h.example has no IPv6 address'],
  ])('rejects a name %s, and the events too', async (_, found, message) => {
    const names = { lookup: async () => found, reverse: () => null };
    const running = traceroute('h.example', { transport: sim(), names, family: 6 });
    await expect(running.result).rejects.toThrow(message);
    await expect(running[Symbol.asyncIterator]().next()).rejects.toThrow(message);
  });

  it('rejects an option that the engine refuses, with the transport closed', async () => {
    const transport = sim();
    await expect(traceroute(T, { transport, maxTtl: 300 }).result).rejects.toThrow('maxTtl is 300');
    expect(() => transport.send([])).toThrow('not open');
  });

  it('closes the transport at the end', async () => {
    const transport = sim();
    await traceroute(T, { transport }).result;
    expect(() => transport.send([])).toThrow('not open');
  });

  it('ends with what it has when it is aborted, by itself or by a signal', async () => {
    const aborter = new AbortController();
    for (const [running, abort] of [
      [traceroute(T, { transport: sim(), signal: aborter.signal }), () => aborter.abort()],
      ((running) => [running, () => running.abort()] as const)(traceroute(T, { transport: sim() })),
    ] as const) {
      for await (const { event } of running) if (event === 'hop') abort();
      expect(await running.result).toMatchObject({ outcome: 'aborted', lastTtl: expect.any(Number) });
      expect((await running.result).hops.length).toBeGreaterThan(0);
    }
  });

  it('rejects with the reason of the signal where it is aborted before it has begun', async () => {
    const reason = new Error('no longer wanted');
    const signal = AbortSignal.abort(reason);
    await expect(traceroute('t.example', { transport: sim(), signal }).result).rejects.toBe(reason);
  });

  it('stops virtual time while a name is looked up', async () => {
    const transport = sim();
    expect(transport.clock).toBeInstanceOf(VirtualClock);
    let woken = false;
    transport.clock.wake(1e9, () => {
      woken = true;
    });
    let wokenMeanwhile = true;
    const names = {
      async lookup() {
        await new Promise((resolve) => setTimeout(resolve, 20));
        wokenMeanwhile = woken;
        return [T];
      },
      reverse: () => null,
    };
    expect(await traceroute('slow.example', { transport, names }).result).toMatchObject({ outcome: 'reached' });
    expect(wokenMeanwhile).toBe(false);
  });
});
