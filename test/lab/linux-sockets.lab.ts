import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Network, openNetwork } from './network.js';
import { runIn, type User } from './process.js';

const USERS: readonly User[] = ['root', 'nobody'];

let network: Network;
beforeAll(async () => {
  network = await openNetwork('chain');
});
afterAll(() => network?.[Symbol.asyncDispose]());

const FIRST_ROUTER = { target: '192.0.2.1', target6: '2001:db8:1::1' };

/** The command of an experiment to a target of the network. */
function commandOf(experiment: string, target: string, method = 'udp'): readonly string[] {
  return ['node', 'test/lab/inside/linux-sockets.js', experiment, network.targets.get(target) ?? '', method];
}

async function run(user: User, experiment: string, target: string, method?: string): Promise<unknown> {
  const { stdout, stderr } = await runIn(network, 'sender', commandOf(experiment, target, method), user);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describe.each(USERS)('as %s', (user) => {
  const mode = user === 'root' ? 'raw' : 'unprivileged';
  const cases = [
    { method: 'udp-classic', target: 'target' },
    { method: 'udp-classic', target: 'target6' },
    { method: 'icmp', target: 'target' },
  ] as const;

  describe.each(cases)('$method to $target', ({ method, target }) => {
    const none = { addresses: [FIRST_ROUTER[target]], bySelf: 0, notices: [] };

    test('two thousand probes at once are all sent and answered, each stamped by the kernel', async () => {
      const came = await run(user, 'burst', target, method);
      expect(came).toMatchObject({ mode, asked: 2000, statuses: { replied: 2000 }, ...none });
    });

    test('a loop that stands still with as many in flight as there is room for loses none and distorts no round trip', async () => {
      const came = (await run(user, 'blocked', target, method)) as { asked: number; longest: number };
      expect(came).toMatchObject({ mode, statuses: { replied: came.asked }, ...none });
      expect(came.longest).toBeLessThan(1000);
    });
  });

  test('a process that has an idle transport ends', async () => {
    expect(await run(user, 'idle', 'target')).toBe(mode);
  });

  test('a worker thread traces, and one that is ended meanwhile ends nothing but itself', async () => {
    for (const method of ['udp', 'tcp']) {
      expect(await run(user, 'workers', 'target', method)).toEqual({ mode, outcomes: ['reached'] });
    }
  });

  test('what is thrown by who was woken reaches the process', async () => {
    expect(await run(user, 'throws', 'target')).toBe('thrown when woken');
  });
});

test('a thousand identifiers and more have room in the filters of raw sockets, as little as old kernels allow them', async () => {
  // What kernels allowed before 6.8, of which each namespace has no setting of its own.
  await runIn(network, 'sender', ['sysctl', '-qw', 'net.core.optmem_max=20480']);
  // An echo reply has to pass the filter; the sender's own address answers at once.
  const command = ['node', 'test/lab/inside/linux-sockets.js', 'identifiers', '127.0.0.1'];
  const { stdout, stderr } = await runIn(network, 'sender', command);
  expect([stderr, JSON.parse(stdout)]).toEqual(['', { mode: 'raw', outcomes: { reached: 1200 } }]);
});
