import type { TraceResult } from '@hoplite/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Network, openNetwork } from './network.js';
import { runIn, type User } from './process.js';
import { wrongHops } from './twelve-hops.js';

const METHODS = ['udp', 'icmp', 'tcp'] as const;

let network: Network;
beforeAll(async () => {
  network = await openNetwork('chain');
});
afterAll(() => network?.[Symbol.asyncDispose]());

/** What one round of traces by all methods finds, over both families where there are two targets. */
async function trace(
  user: User,
  before: readonly string[],
  targets: readonly (string | undefined)[],
  orders: object = {},
): Promise<{ readonly mode: string; readonly results: readonly TraceResult[] }> {
  const patient = { waitHere: 0, waitNear: 0 };
  const traces = targets.flatMap((target) => METHODS.map((method) => ({ target, method, ...patient })));
  const told = JSON.stringify({ transport: 'linux', traces, rounds: 1, ...orders });
  const command = [...before, 'node', 'test/lab/inside/tracing.js', told];
  const { stdout, stderr, status } = await runIn(network, 'sender', command, user);
  if (status !== 0) throw new Error(`${status} ${stderr}`);
  const { mode, results } = JSON.parse(stdout);
  return { mode, results: results.flat() };
}

describe('a process without privilege traces', () => {
  test('in a user namespace of its own, whose capabilities count for nothing in the network', async () => {
    const { mode, results } = await trace('nobody', ['unshare', '-Ur'], bothTargets());
    expect(mode).toBe('unprivileged');
    expect(results).toHaveLength(6);
    expect(results.flatMap((result) => wrongHops(network, result))).toEqual([]);
  });

  test('in a network namespace of its own too, where it has raw sockets', async () => {
    const inside = ['unshare', '-Urn', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"'];
    const { mode, results } = await trace('nobody', inside, ['127.0.0.1', '::1']);
    expect(mode).toBe('raw');
    expect(results.map(({ outcome, lastTtl }) => ({ outcome, lastTtl }))).toEqual(
      Array.from({ length: 6 }, () => ({ outcome: 'reached', lastTtl: 1 })),
    );
  });
});

test('doctor names the commands that mend a network namespace whose loopback interface is down or without IPv6', async () => {
  const doctor = 'node packages/hoplite/dist/cli.js doctor';
  const mend = `said=$(${doctor}); echo "$said" >&2; echo "$said" | sed -n 's/^ *sudo //p' | sort -u | sh >/dev/null`;
  const script = `${mend}; sysctl -qw net.ipv6.conf.lo.disable_ipv6=1; ${mend}; ${doctor}`;
  const { stdout, stderr } = await runIn(network, 'sender', ['unshare', '-n', 'sh', '-c', script]);
  expect(stderr).toMatch(/: the loopback interface is down\n {4}sudo ip link set lo up\n/);
  expect(stderr).toMatch(/: the loopback interface has no IPv6 address\n {4}sudo sysctl/);
  expect(stdout).toMatch(/^ {2}icmp +IPv4 works +IPv6 works$/m);
  expect(stdout).not.toMatch(/ no$/m);
});

test.each(['linux', 'raw'])(
  'a host without IPv6 has no route to where IPv6 leads, by the transport %s',
  async (transport) => {
    const command = `node packages/hoplite/dist/cli.js -n --transport ${transport} ${network.targets.get('target6')}`;
    const script = `ip link set lo up && sysctl -qw net.ipv6.conf.all.disable_ipv6=1 && exec ${command}`;
    const { stderr, status } = await runIn(network, 'sender', ['unshare', '-n', 'sh', '-c', script]);
    expect(stderr).toMatch(/: no route to \S+: ENETUNREACH\n$/);
    expect(status).toBe(1);
  },
);

test('a process without privilege is refused a source port below 1024, and sends from no other in its place', async () => {
  const { results } = await trace('nobody', [], bothTargets(), { engines: [{ sourcePort: 443 }] });
  const fates = results.map(({ method, outcome, error, probesSent }) => [method, outcome, error?.code, probesSent]);
  const refused = (method: string) => [method, 'failed', 'EACCES', 0];
  const reached = ['icmp', 'reached', undefined, expect.any(Number)];
  expect(fates).toEqual([1, 2].flatMap(() => [refused('udp'), reached, refused('tcp')]));
});

test.each(['-T', '-U', 'watch'])('the command with %s says so before it prints anything', async (option) => {
  const command = `node packages/hoplite/dist/cli.js ${option} -n --sport 443 ${network.targets.get('target')}`;
  expect(await runIn(network, 'sender', command.split(' '), 'nobody')).toEqual({
    stdout: '',
    stderr: 'hoplite: --sport 443 is for privileged processes alone: the system reserves ports below 1024\n',
    status: 3,
  });
});

test('who starts as root and becomes nobody once the transport is open goes on tracing', async () => {
  const { mode, results } = await trace('root', [], bothTargets(), { user: 65_534 });
  expect(mode).toBe('raw');
  expect(results).toHaveLength(6);
  expect(results.flatMap((result) => wrongHops(network, result))).toEqual([]);
});

function bothTargets(): readonly (string | undefined)[] {
  return [network.targets.get('target'), network.targets.get('target6')];
}
