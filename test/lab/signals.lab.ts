import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Network, openNetwork } from './network.js';
import { startIn } from './process.js';

let network: Network;
beforeAll(async () => {
  network = await openNetwork('chain');
});
afterAll(() => network?.[Symbol.asyncDispose]());

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  'a command that %s ends in the middle of a hop prints what it has learned, and exits %d',
  async (signal, status) => {
    const options = ['--format', 'ndjson', '-n', '-q', '2', '-N', '1', '-z', '10'];
    const command = ['node', 'packages/hoplite/dist/cli.js', ...options, network.targets.get('target') ?? ''];
    const child = startIn(network, 'sender', command);
    const closed = once(child, 'close');
    let printed = '';
    let told = false;
    for await (const chunk of child.stdout ?? []) {
      printed += chunk;
      // Once: a second one would end it at once.
      if (!told && printed.includes('"event":"reply"')) told = child.kill(signal);
    }
    await closed;
    const end = JSON.parse(printed.trim().split('\n').at(-1) ?? '');
    expect({ status: child.exitCode, event: end.event, outcome: end.result.outcome }).toEqual({
      status,
      event: 'end',
      outcome: 'aborted',
    });
    expect(end.result.hops).toMatchObject([{ ttl: 1, probes: [{ attempt: 1, status: 'replied' }] }]);
  },
);
