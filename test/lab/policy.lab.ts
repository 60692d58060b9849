import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS } from './carriers.js';
import { type Network, openNetwork } from './network.js';
import { runIn } from './process.js';

/** The sender has other routes for one of its addresses and for one type of service, as who has two uplinks. */
const RULES = `
  ip rule add from 192.0.2.70 table 100
  ip rule add tos 0x10 table 100
  ip route add unreachable default table 100
  ip -6 rule add from 2001:db8:1::70 table 100
  ip -6 route add unreachable default table 100
`;

let network: Network;
beforeAll(async () => {
  network = await openNetwork('chain');
  const { status, stderr } = await runIn(network, 'sender', ['sh', '-ec', RULES]);
  if (status !== 0) throw new Error(stderr);
});
afterAll(() => network?.[Symbol.asyncDispose]());

// npm raw-socket cannot say by which source a datagram is to be routed.
const FOLLOWING = CARRIERS.filter(({ transport }) => transport === 'linux');
const METHODS = ['udp', 'icmp', 'tcp'];

describe.each(FOLLOWING)('probes follow the rules of routing, $name,', ({ transport, user }) => {
  test.each(METHODS)('by their source and type of service: %s', async (method) => {
    const trace = async (options: string, target: string) => {
      const command = `node packages/hoplite/dist/cli.js -n -m 1 -q 1 --format json --transport ${transport} --method ${method} ${options}`;
      const asked = [...command.split(' '), network.targets.get(target) ?? ''];
      const { outcome, error } = JSON.parse((await runIn(network, 'sender', asked, user)).stdout);
      return outcome === 'failed' ? error.code : outcome;
    };
    expect(await trace('-s 192.0.2.71', 'target')).toBe('max-ttl');
    expect(await trace('-s 192.0.2.70', 'target')).toBe('EHOSTUNREACH');
    expect(await trace('-t 8', 'target')).toBe('max-ttl');
    expect(await trace('-t 16', 'target')).toBe('EHOSTUNREACH');
    expect(await trace('-s 2001:db8:1::71', 'target6')).toBe('max-ttl');
    expect(await trace('-s 2001:db8:1::70', 'target6')).toMatch(/^E(HOST|NET)UNREACH$/);
  });
});
