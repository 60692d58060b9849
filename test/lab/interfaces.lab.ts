import type { ProbeResult, TraceResult } from '@hoplite/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Network, openNetwork } from './network.js';
import { runIn, type User } from './process.js';

/** r4 has three ways to the target, a router at each: a flow keeps to one of them, which is not its choice. */
const BEHIND = { 'to-r5a': 'r5a to-r4', 'to-r5b': 'r5b to-r4', 'to-r5c': 'r5c to-r4' } as const;
const METHODS = ['udp', 'icmp', 'tcp'] as const;

let network: Network;
beforeAll(async () => {
  network = await openNetwork('diamonds');
});
afterAll(() => network?.[Symbol.asyncDispose]());

/** All at once, from one engine of a process in r4. */
async function trace(user: User, traces: readonly object[]): Promise<readonly TraceResult[]> {
  const patient = { queries: 2, maxTtl: 1, waitHere: 0, waitNear: 0 };
  const orders = { transport: 'linux', traces: traces.map((each) => ({ ...patient, ...each })), rounds: 1 };
  const command = ['node', 'test/lab/inside/tracing.js', JSON.stringify(orders)];
  const { stdout, stderr, status } = await runIn(network, 'r4', command, user);
  if (status !== 0) throw new Error(`${status} ${stderr}`);
  return JSON.parse(stdout).results.flat();
}

describe.each(['root', 'nobody'] as const)('traces of one engine, as %s,', (user) => {
  test.each(['target', 'target6'])('each leave for %s by the interface that they name', async (name) => {
    const wanted = METHODS.flatMap((method) => Object.entries(BEHIND).map(([by, first]) => ({ method, by, first })));
    const target = network.targets.get(name);
    const results = await trace(
      user,
      wanted.map(({ method, by }) => ({ target, method, interface: by })),
    );
    const found = results.map(({ hops: [first] }, index) => ({ ...wanted[index], seen: first?.probes.map(placeOf) }));
    expect(found).toEqual(wanted.map((each) => ({ ...each, seen: [each.first, each.first] })));
  });

  test('fail where the interface that they name is absent or down, whatever source they name', async () => {
    const down = ['ip', 'link', 'add', 'idle', 'type', 'veth', 'peer', 'name', 'other'];
    expect(await runIn(network, 'r4', down)).toMatchObject({ status: 0 });
    const target = network.targets.get('target');
    const asked = ['absent', 'idle'].flatMap((by) => [
      { target, interface: by },
      { target, interface: by, source: '198.51.100.21' },
    ]);
    const results = await trace(user, asked);
    await runIn(network, 'r4', ['ip', 'link', 'del', 'idle']);
    expect(results.map(({ outcome, error, probesSent }) => [outcome, error?.code, probesSent])).toEqual([
      ['failed', 'ENODEV', 0],
      ['failed', 'ENODEV', 0],
      ['failed', 'ENETDOWN', 0],
      ['failed', 'ENETDOWN', 0],
    ]);
  });
});

test('an interface is found where nothing, or another namespace’s list, is under /sys', async () => {
  const command = 'mount -t tmpfs none /sys && exec node packages/hoplite/dist/cli.js -n -i to-r5b -m 1 -q 1 "$0"';
  const { stdout } = await runIn(network, 'r4', ['sh', '-c', command, network.targets.get('target') ?? '']);
  expect(network.placeOf(/^ 1 {2}(\S+) /m.exec(stdout)?.[1] ?? '')).toBe(BEHIND['to-r5b']);
});

function placeOf(probe: ProbeResult): string | null {
  return 'address' in probe ? network.placeOf(probe.address) : null;
}
