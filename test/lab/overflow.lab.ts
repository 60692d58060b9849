import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CARRIERS } from './carriers.js';
import { startTracing } from './long-running.js';
import { type Network, openNetwork } from './network.js';
import { runIn } from './process.js';

const SOURCE_PORT = 45_000;
/** Datagrams: more than 16 MB of buffer have room for. */
const FLOOD = 40_000;

let network: Network;
beforeAll(async () => {
  network = await openNetwork('chain');
});
afterAll(() => network?.[Symbol.asyncDispose]());

describe('a process that was stopped while more arrived than its buffers hold', () => {
  test.each(CARRIERS)('tells each trace that was running that replies may be lost, $name', async (carrier) => {
    const asked = { target: network.targets.get('target'), interval: 20, sourcePort: SOURCE_PORT };
    const tracing = await startTracing(network, carrier, { traces: [asked] });
    process.kill(tracing.pid, 'SIGSTOP');
    await flood(carrier.user === 'root' ? {} : { port: SOURCE_PORT });
    process.kill(tracing.pid, 'SIGCONT');
    await tracing.wholeRound();
    const [results = []] = await tracing.end();
    const notices = results.flatMap((result) => result.notices);
    const text = carrier.transport === 'raw' ? /\d+ datagrams found/ : /\d+ replies may be lost/;
    expect(notices).toContainEqual({ code: 'overflow', text: expect.stringMatching(text) });
    expect(results.at(-1)).toMatchObject({ outcome: 'reached', notices: [] });
  });
});

/** Of ICMP errors, which every raw socket hears, or of UDP datagrams to a port. */
async function flood(kind: { readonly port?: number }): Promise<void> {
  const told = JSON.stringify({ victim: '192.0.2.2', target: network.targets.get('target'), count: FLOOD, ...kind });
  const { stdout, stderr } = await runIn(network, 'r1', ['node', 'test/lab/inside/forge.js', told]);
  if (Number(stdout) !== FLOOD) throw new Error(`${stdout} ${stderr}`);
}
