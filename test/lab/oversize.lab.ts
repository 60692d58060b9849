import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS, type Carrier } from './carriers.js';
import { type Network, openNetwork } from './network.js';
import { type Ran, runIn } from './process.js';
import { wrongHops } from './twelve-hops.js';

let network: Network;
beforeAll(async () => {
  network = await openNetwork('chain');
});
afterAll(() => network?.[Symbol.asyncDispose]());

/** The network's links carry 1500 bytes. */
function trace({ transport, user }: Carrier, options: string, target: string): Promise<Ran> {
  const command = `node packages/hoplite/dist/cli.js -n --transport ${transport} --length 4000 -w 1,0,0 ${options}`;
  return runIn(network, 'sender', [...command.split(' '), network.targets.get(target) ?? ''], user);
}

describe.each(CARRIERS)('probes longer than the interface carries, $name,', (carrier) => {
  test.each(['udp', 'udp-classic', 'udp-dublin', 'icmp'])(
    'go in fragments over IPv4, as those of traceroute do, and are answered once: %s',
    async (method) => {
      const { stdout } = await trace(carrier, `--method ${method} --format json`, 'target');
      expect(wrongHops(network, JSON.parse(stdout))).toEqual([]);
    },
  );

  test.each([
    ['-F', 'target'],
    ['-6', 'target6'],
  ])('fail by their size with %s', async (option, target) => {
    const { stderr, status } = await trace(carrier, `-q 1 ${option}`, target);
    expect(stderr).toMatch(/: 4000 bytes (do not fit an MTU of 1500|are more than the interface carries)\n$/);
    expect(status).toBe(1);
  });
});
