import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { TraceResult } from '@hoplite/engine';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS } from './carriers.js';
import { startTracing } from './long-running.js';
import { type Network, openNetwork } from './network.js';
import { runIn, startIn } from './process.js';

/** A link of the sender's beside those of the network, as a VPN has one: it comes and goes. */
const HERE = { 4: '10.77.0.1', 6: 'fd77::1' };
const THERE = { 4: '10.77.0.2', 6: 'fd77::2' };

const METHODS = ['udp', 'icmp', 'tcp'] as const;

let network: Network;
beforeAll(async () => {
  network = await openNetwork('chain');
});
afterAll(() => network?.[Symbol.asyncDispose]());

describe.each(CARRIERS)('what is bound to an interface, $name,', (carrier) => {
  test('says that there is none while there is none, and goes on when it was made anew', async () => {
    await makeLink();
    const methods = METHODS.map((method) => ({ method, maxTtl: 1, queries: 1 }));
    // One that names its source is not asked for one: the transport has to notice by itself.
    const traces = methods.flatMap((asked) => [
      { ...asked, target: THERE[4] },
      { ...asked, target: THERE[4], source: HERE[4] },
      { ...asked, target: THERE[6] },
    ]);
    const running = await startTracing(network, carrier, { interface: 'vpn0', traces });
    await removeLink();
    await noticed();
    await running.wholeRound();
    await makeLink();
    await noticed();
    await running.wholeRound();
    const [results = []] = await running.end();
    await removeLink();
    const fates = (some: readonly TraceResult[]) => some.map(({ outcome }) => outcome);
    expect(fates(results.slice(0, traces.length))).toEqual(traces.map(() => 'reached'));
    expect(fates(results.slice(-traces.length))).toEqual(traces.map(() => 'reached'));
    const gone = results.filter(({ error }) => error?.code === 'ENODEV');
    const told = gone.map(({ method, source }) => `${method} from ${source}`);
    const wanted = METHODS.flatMap((method) => ['0.0.0.0', HERE[4], '::'].map((source) => `${method} from ${source}`));
    expect(told).toEqual(expect.arrayContaining(wanted));
    for (const { error } of gone) expect(error?.message).toMatch(/interface vpn0/);
  });
});

/** So long what was found of interfaces and addresses is taken to hold. */
const noticed = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 200));

test('watching by an interface goes on when that was made anew, and says meanwhile why it does not', async () => {
  await makeLink();
  const command = `node packages/hoplite/dist/cli.js watch -n -i vpn0 --interval 0.2 ${THERE[6]}`;
  const child = startIn(network, 'sender', command.split(' '));
  const ended = once(child, 'close');
  const lines = createInterface(child.stdout ?? process.stdin)[Symbol.asyncIterator]();
  const until = async (wanted: RegExp): Promise<void> => {
    for (let line = await lines.next(); !wanted.test(line.value); line = await lines.next()) {
      if (line.done === true) throw new Error(`it ended without ${wanted}`);
    }
  };
  await until(/round 2: 1 hops, loss 0%/);
  await removeLink();
  await until(/there is no interface vpn0/);
  await makeLink();
  await until(/1 hops, loss 0%/);
  child.kill('SIGINT');
  await ended;
  await removeLink();
  expect(child.exitCode).toBe(130);
});

async function makeLink(): Promise<void> {
  const peer = network.namespace('r1');
  await inSender(`ip link add vpn0 type veth peer name vpn0 netns ${peer}`);
  for (const [node, address] of [
    ['sender', HERE],
    ['r1', THERE],
  ] as const) {
    await inNode(node, `ip addr add ${address[4]}/24 dev vpn0`);
    await inNode(node, `ip addr add ${address[6]}/64 dev vpn0 nodad`);
    await inNode(node, 'ip link set vpn0 up');
  }
}

const removeLink = (): Promise<void> => inSender('ip link del vpn0');

const inSender = (command: string): Promise<void> => inNode('sender', command);

async function inNode(node: string, command: string): Promise<void> {
  const { status, stderr } = await runIn(network, node, command.split(' '));
  if (status !== 0) throw new Error(stderr);
}
