import { TraceEngine } from '@hoplite/engine';
import { createSimTransport } from '@hoplite/transport-sim';
import { expect, test } from 'vitest';
import { EVERY_WAY, line, pathOf, WHOLE } from './network.js';

// The answers to an aborted trace come while the next one to the same target runs, over the same transport. That the
// reader of a socket which is closed takes nothing away is for the tests of the transports over live sockets.
test.each(EVERY_WAY)('an aborted $method over IPv$family leaves its answers to nobody', async ({ family, ...by }) => {
  const transport = createSimTransport(line({ links: { pc: { latency: 50 } } }), { seed: 1 });
  await using engine = new TraceEngine(transport, { seed: 1 });
  const [ipv4 = '', ipv6 = ''] = transport.lookup('target');
  const target = family === 4 ? ipv4 : ipv6;
  const first = engine.trace(target, by);
  for await (const event of first) if (event.event === 'sent' && event.ttl === 4) first.abort();
  const second = await engine.trace(target, by).result;
  expect(await first.result).toMatchObject({ outcome: 'aborted', lastTtl: 0 });
  expect(pathOf(transport, second)).toEqual(WHOLE);
  expect(second).toMatchObject({ outcome: 'reached', foreign: 0, ambiguous: 0 });
  const probes = second.hops.flatMap((hop) => hop.probes);
  expect(probes.filter((probe) => 'rtt' in probe && (probe.rtt ?? 0) >= 100)).toHaveLength(probes.length);
});

test('two traces to one target at once each get their own answers', async () => {
  const transport = createSimTransport(line(), { seed: 1 });
  await using engine = new TraceEngine(transport, { seed: 1 });
  const traces = EVERY_WAY.flatMap(({ method, family }) => {
    const target = transport.lookup('target')[family === 4 ? 0 : 1] ?? '';
    return [1, 2].map(() => engine.trace(target, { method }).result);
  });
  for (const result of await Promise.all(traces)) {
    expect(pathOf(transport, result)).toEqual(WHOLE);
    expect(result.hops.flatMap(({ probes }) => probes)).toMatchObject(Array(12).fill({ duplicates: 0 }));
  }
});
