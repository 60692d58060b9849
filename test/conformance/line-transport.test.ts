import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TraceEngine } from '@hoplite/engine';
import { transportLaws } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { createLineTransport } from '../../examples/line-transport.js';

const ROUTERS = ['198.51.100.1', '198.51.100.2'];
const HOST = '192.0.2.9';

describe('the transport of docs/writing-a-transport.md keeps every law', () => {
  const laws = transportLaws({
    create: () => createLineTransport(ROUTERS, HOST),
    destination: HOST,
    unroutable: '203.0.113.9',
    patience: 20,
    settle: () => new Promise((resolve) => setImmediate(resolve)),
  });
  for (const { name, check } of laws) test(name, check);
});

test('a trace over it finds its routers', async () => {
  await using engine = new TraceEngine(createLineTransport(ROUTERS, HOST), { seed: 1 });
  const { outcome, hops } = await engine.trace(HOST, { method: 'udp' }).result;
  expect(outcome).toBe('reached');
  expect(
    hops.map(({ probes }) => probes.map((probe) => ('address' in probe ? [probe.address, probe.rtt] : null))),
  ).toEqual([...ROUTERS, HOST].map((address, i) => Array(3).fill([address, i + 1])));
});

test('the page shows the file as it stands', () => {
  const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
  expect(read('docs/writing-a-transport.md')).toContain(`\`\`\`ts\n${read('examples/line-transport.ts')}\`\`\`\n`);
});
