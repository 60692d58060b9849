import { describe, expect, it } from 'vitest';
import { hop, reply, silence, trace } from './format/traces.fixture.js';
import { namesOf, reverseLookup } from './names.js';
import { resultWith } from './told.js';

describe('reverseLookup', () => {
  it('gives the first name, and null where there is none', async () => {
    const names: Record<string, string[]> = { '192.0.2.1': ['a.example', 'b.example'], '192.0.2.2': [] };
    const lookup = reverseLookup({
      resolver: {
        async reverse(address) {
          const found = names[address];
          if (found === undefined) throw new Error('ENOTFOUND');
          return found;
        },
      },
    });
    expect(await Promise.all(['192.0.2.1', '192.0.2.2', '192.0.2.3'].map(lookup))).toEqual(['a.example', null, null]);
  });

  it('asks once for each address, and for no more at a time than allowed', async () => {
    const asked: string[] = [];
    let open = 0;
    let most = 0;
    const resolver = {
      async reverse(address: string) {
        asked.push(address);
        open += 1;
        most = Math.max(most, open);
        await new Promise((resolve) => setImmediate(resolve));
        open -= 1;
        return [`${address}.example`];
      },
    };
    const lookup = reverseLookup({ resolver, concurrency: 3 });
    const addresses = Array.from({ length: 20 }, (_, index) => `192.0.2.${index % 10}`);
    const found = await Promise.all(addresses.map(lookup));
    expect(found).toEqual(addresses.map((address) => `${address}.example`));
    expect(asked.sort()).toEqual([...new Set(addresses)].sort());
    expect(most).toBe(3);
  });

  it('asks again for a name after an hour, and after a minute where there was none', async () => {
    let now = 0;
    const asked: string[] = [];
    const resolver = {
      async reverse(address: string) {
        asked.push(address);
        return address === '192.0.2.1' ? ['a.example'] : [];
      },
    };
    const lookup = reverseLookup({ resolver, now: () => now });
    const askBoth = () => Promise.all(['192.0.2.1', '192.0.2.2'].map(lookup));
    await askBoth();
    now = 59_999;
    await askBoth();
    expect(asked).toEqual(['192.0.2.1', '192.0.2.2']);
    now = 60_000;
    expect(await askBoth()).toEqual(['a.example', null]);
    expect(asked).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.2']);
    now = 3_600_000;
    await askBoth();
    expect(asked.filter((address) => address === '192.0.2.1')).toHaveLength(2);
  });

  it('forgets the addresses that were asked for least lately when there are too many', async () => {
    const asked: string[] = [];
    const resolver = {
      async reverse(address: string) {
        asked.push(address);
        return [`${address}.example`];
      },
    };
    const lookup = reverseLookup({ resolver, capacity: 2 });
    for (const last of [1, 2, 1, 3, 1, 2]) await lookup(`192.0.2.${last}`);
    expect(asked.map((address) => address.at(-1))).toEqual(['1', '2', '3', '2']);
  });

  it('gives up on a server that is silent', async () => {
    const silent = { reverse: () => new Promise<never>(() => {}) };
    const lookup = reverseLookup({ resolver: silent, timeLimit: 5, concurrency: 1 });
    expect(await Promise.all(['192.0.2.1', '192.0.2.2'].map(lookup))).toEqual([null, null]);
  });

  it('gives up, and asks no more, when it is aborted', async () => {
    const aborter = new AbortController();
    const asked: string[] = [];
    let cancelled = 0;
    const resolver = {
      reverse(address: string) {
        asked.push(address);
        return new Promise<never>(() => {});
      },
      cancel() {
        cancelled += 1;
      },
    };
    const lookup = reverseLookup({ resolver, timeLimit: 2 ** 30, concurrency: 1, signal: aborter.signal });
    const answers = ['192.0.2.1', '192.0.2.2'].map(lookup);
    aborter.abort();
    expect(await Promise.all([...answers, lookup('192.0.2.3')])).toEqual([null, null, null]);
    expect(asked).toEqual(['192.0.2.1']);
    expect(cancelled).toBe(1);
  });
});

describe('namesOf', () => {
  it('lets a result name whoever answered and leaves all else as it was', async () => {
    const result = trace([hop(1, reply('10.1.0.1', 1), silence), hop(2, reply('10.2.0.1', 1))]);
    const named = await resultWith(
      result,
      namesOf(async (address) => (address === '10.1.0.1' ? 'gw.example' : null)),
    );
    expect(named).toEqual(
      trace([hop(1, reply('10.1.0.1', 1, { name: 'gw.example' }), silence), hop(2, reply('10.2.0.1', 1))]),
    );
  });
});
