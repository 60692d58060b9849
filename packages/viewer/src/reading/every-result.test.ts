import { readFileSync } from 'node:fs';
import { extractTraces, type Method, TraceEngine, type TraceResult } from '@hoplite/engine';
import { topology, traceResult } from '@hoplite/testing';
import { readCapture, readTraces, record } from '@hoplite/transport-pcap';
import { createSimTransport } from '@hoplite/transport-sim';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readResults } from './results.js';

const schema = new URL('../../../hoplite/schema/trace-result.schema.json', import.meta.url);
const isResult = new Ajv2020({ strict: false, allErrors: true }).compile(JSON.parse(readFileSync(schema, 'utf8')));

function isTaken(result: TraceResult): void {
  const text = JSON.stringify(result);
  isResult(JSON.parse(text));
  expect(isResult.errors ?? []).toEqual([]);
  const { traces, error } = readResults(text);
  expect(error).toBeNull();
  expect(traces).toEqual([JSON.parse(text)]);
}

test('whatever result its type allows is within the schema, and read', () => {
  fc.assert(fc.property(traceResult(), isTaken), { numRuns: 500 });
});

const methods = fc.constantFrom<Method>('udp', 'udp-classic', 'udp-dublin', 'icmp', 'tcp');
const options = fc.record({
  firstTtl: fc.integer({ min: 1, max: 5 }),
  maxTtl: fc.constantFrom(5, 12, 255),
  queries: fc.integer({ min: 1, max: 4 }),
  wait: fc.constantFrom(1, 50, 3000),
  timeout: fc.constantFrom(0, 20),
  gap: fc.constantFrom(0, 3),
});

test('whatever a trace tells of a network of odd routers and bad links is so too, and what its recording and a capture of it do', async () => {
  const networks = topology({ habits: true, chances: true });
  const asked = fc.record({ family: fc.constantFrom(4, 6), method: methods, seed: fc.nat() });
  await fc.assert(
    fc.asyncProperty(networks, asked, options, async (network, { family, method, seed }, given) => {
      const file = new Blocks();
      const traces = [{ target: network.destination[family], options: { ...given, method } }];
      const about = { engine: { seed }, traces };
      const transport = record(createSimTransport(network.topology, { seed }), file, about);
      const engine = new TraceEngine(transport, about.engine);
      for (const { target, options } of traces) isTaken(await engine.trace(target, options).result);
      await engine.close();
      await transport.close();
      for await (const trace of readTraces(file.bytes)) isTaken(trace);
      for await (const trace of extractTraces(readCapture(file.bytes))) isTaken(trace);
    }),
    { numRuns: 60 },
  );
});

class Blocks {
  bytes = new Uint8Array(0);

  write(block: Uint8Array): void {
    this.bytes = Uint8Array.from([...this.bytes, ...block]);
  }

  close(): void {}
}
