import { createSimTransport } from '@hoplite/transport-sim';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyAsked, anyLine, recordTraces, runTraces } from './recording.fixture.js';
import { replay } from './replay.js';

test('a run in virtual time, recorded and replayed, is the same run: results, events, and the bytes of its recording', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyLine,
      fc.array(anyAsked, { minLength: 1, maxLength: 3 }),
      fc.nat(),
      async (line, traces, seed) => {
        const about = { engine: { seed }, traces };
        const first = await recordTraces(createSimTransport(line, { seed }), traces, about);
        const again = await recordTraces(await replay(first.file), traces, about);
        expect(again).toEqual(first);
      },
    ),
    { numRuns: 40 },
  );
}, 30_000);

test('the comment of a recording is enough to do it again', async () => {
  await fc.assert(
    fc.asyncProperty(anyLine, anyAsked, fc.nat(), async (line, asked, seed) => {
      const about = { engine: { seed, perDestination: 7 }, traces: [asked] };
      const { file, ...seen } = await recordTraces(createSimTransport(line, { seed: 1 }), [asked], about);
      const transport = await replay(file);
      const { engine, traces = [] } = transport.recording ?? {};
      expect(await runTraces(transport, traces, engine)).toEqual(seen);
    }),
    { numRuns: 20 },
  );
});
