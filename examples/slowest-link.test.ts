import { topology } from '@hoplite/testing';
import fc from 'fast-check';
import { createSimTransport, replay, type TopologyInit } from 'hoplite';
import { expect, test } from 'vitest';
import { behindSlowestLink } from './slowest-link.js';

/** A line of nodes, 10.0.0.1 to 10.0.0.2, 10.0.1.1 to 10.0.1.2 and so on: a link for each latency. */
function line(latencies: readonly number[]): TopologyInit {
  const names = ['client', ...latencies.map((_, index) => `node${index}`)];
  return {
    from: 'client',
    nodes: Object.fromEntries(
      names.map((name, index) => [name, { kind: index > 0 && index < latencies.length ? 'router' : 'host' }]),
    ),
    links: latencies.map((latency, index) => ({
      ends: [
        { node: names[index] ?? '', addresses: [`10.0.${index}.1`] },
        { node: names[index + 1] ?? '', addresses: [`10.0.${index}.2`] },
      ],
      latency,
    })),
  };
}

test('finds the slow link, wherever it is', async () => {
  const lines = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(lines, fc.nat(), async (latencies, any) => {
      const slow = any % latencies.length;
      const transport = createSimTransport(line(latencies.with(slow, 100)));
      expect(await behindSlowestLink(`10.0.${latencies.length - 1}.2`, transport)).toBe(`10.0.${slow}.2`);
    }),
  );
});

test('gives an answer over any network, whatever it loses, delays and distorts', async () => {
  await fc.assert(
    fc.asyncProperty(topology({ habits: true, chances: true }), fc.nat(), async ({ topology, destination }, seed) => {
      const transport = createSimTransport(topology, { seed });
      expect(await behindSlowestLink(destination[4], transport)).toSatisfy(
        (found) => found === null || /^[\d.]+$/.test(found),
      );
    }),
  );
});

test('finds it in what once happened', async () => {
  expect(await behindSlowestLink('203.0.113.6', await replay('samples/traceroute.pcapng'))).toBe('192.0.2.1');
});
