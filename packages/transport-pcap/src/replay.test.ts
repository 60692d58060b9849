import type { TraceResult } from '@hoplite/engine';
import { captureOf, timeExceeded } from '@hoplite/testing';
import { createSimTransport, type SimTransport } from '@hoplite/transport-sim';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatenate } from './core/concatenate.js';
import { packetsOf } from './core/layout.fixture.js';
import { encodePcapngHeader, encodePcapngPacket } from './core/write-pcapng.js';
import { inLumps } from './lumps.fixture.js';
import { record } from './record.js';
import { anyAsked, anyLine, memoryFile, recordTraces, runTraces, TARGET, tracesIn } from './recording.fixture.js';
import { replay } from './replay.js';
import { hearing, probe, scriptedTransport, until } from './scripted.fixture.js';
import { sendingSlowly } from './slow-sender.fixture.js';

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
});

test('the comment of a recording is enough to do it again', async () => {
  const anySeed = fc.oneof(fc.integer(), fc.stringMatching(/^[0-9a-f]{32}$/));
  await fc.assert(
    fc.asyncProperty(anyLine, anyAsked, anySeed, async (line, asked, seed) => {
      const about = { engine: { seed, perDestination: 7 }, traces: [asked] };
      const { file, ...seen } = await recordTraces(createSimTransport(line, { seed: 1 }), [asked], about);
      const transport = await replay(file);
      const { engine, traces = [] } = transport.recording ?? {};
      expect(await runTraces(transport, traces, engine)).toEqual(seen);
    }),
    { numRuns: 20 },
  );
});

const UNLIMITED = { rate: Number.MAX_VALUE, maxInFlight: 1e9, perDestination: 1e9 };

test('a run over a busy program’s transport is replayed to the same result', async () => {
  const several = fc.array(anyAsked, { minLength: 1, maxLength: 3 });
  const anySlowness = fc.record({ growth: fc.constantFrom(0, 1, 9973, 300_007), failing: fc.constantFrom(2, 5, 1e9) });
  await fc.assert(
    fc.asyncProperty(
      ...([anyLine, several, anySlowness, fc.constantFrom(1, 50, 400), fc.nat()] as const),
      async (line, traces, slowness, lump, seed) => {
        const live = inLumps(sendingSlowly(createSimTransport(line, { seed }), slowness), lump);
        const { results, file } = await recordTraces(live, traces);
        const again = await runTraces(await replay(file), traces, UNLIMITED);
        expect(again.results).toEqual(results);
      },
    ),
    { numRuns: 60 },
  );
});

test('what was recorded before the instant at which it is asked for is told before the deadlines of that instant', async () => {
  const live = scriptedTransport();
  const file = memoryFile();
  const recorder = record(live, file);
  const answer = timeExceeded(probe(1).datagram, '198.51.100.1');
  live.say(10, (heard) => heard.sent(1, 10e6));
  // By then the deadlines of 20 ms had passed.
  live.say(20, (heard) => {
    heard.sent(2, 20e6);
    heard.received(answer, 20e6);
  });
  await recorder.open(hearing(recorder).listener);
  recorder.send([probe(1), probe(2)]);
  await until(recorder, 30);
  await recorder.close();

  const again = await replay(file.bytes());
  const { listener, heard } = hearing(again);
  await again.open(listener);
  again.clock.wake(50e6, () => again.send([probe(1), probe(2)]));
  again.clock.wake(50e6, () => heard.push('deadline'));
  await until(again, 60);
  expect(heard.map((each) => (Array.isArray(each) ? each[1] : each))).toEqual(['sent', 'sent', 'received', 'deadline']);
});

test.each(['sent', 'failed'] as const)(
  'a probe that %s is told after the deadlines of its instant, by which it was asked for',
  async (fate) => {
    const live = scriptedTransport();
    const file = memoryFile();
    const recorder = record(live, file);
    live.say(20, (heard) =>
      fate === 'sent' ? heard.sent(1, 20e6) : heard.failed(1, { code: 'EIO', message: '' }, 20e6),
    );
    await recorder.open(hearing(recorder).listener);
    recorder.send([probe(1)]);
    await until(recorder, 30);
    await recorder.close();

    const again = await replay(file.bytes());
    const { listener, heard } = hearing(again);
    await again.open(listener);
    again.send([probe(1)]);
    again.clock.wake(20e6, () => heard.push('deadline'));
    await until(again, 60);
    expect(heard.map((each) => (Array.isArray(each) ? each[1] : each))).toEqual(['deadline', fate]);
  },
);

test('what is recorded at the instant at which it was read, a notice or a source address, holds up no datagram', async () => {
  const live = scriptedTransport();
  const file = memoryFile();
  const recorder = record(live, file);
  const answer = timeExceeded(probe(1).datagram, '198.51.100.1');
  live.say(10, (heard) => heard.sent(1, 10e6));
  // Its sockets are read at 30 ms: all that had come by then.
  live.say(30, (heard) => {
    heard.noticed('overflow', 'a buffer ran over');
    heard.received(answer, 20e6);
  });
  await recorder.open(hearing(recorder).listener);
  recorder.send([probe(1)]);
  await until(recorder, 15);
  live.say(29, () => void recorder.sourceFor('192.0.2.9'));
  await until(recorder, 40);
  await recorder.close();

  const again = await replay(file.bytes());
  const { listener, heard } = hearing(again);
  await again.open(listener);
  again.send([probe(1)]);
  again.clock.wake(25e6, () => heard.push([25, 'deadline']));
  const source = again.sourceFor('192.0.2.9').then(() => heard.push([again.clock.now() / 1e6, 'source']));
  await until(again, 60);
  await source;
  expect(heard.map((each) => (Array.isArray(each) ? each.slice(0, 2) : each))).toEqual([
    [10, 'sent'],
    [20, 'noticed'],
    [20, 'received'],
    [25, 'deadline'],
    [29, 'source'],
  ]);
});

describe('what a recording does not hold', () => {
  const line = (): SimTransport => createSimTransport(fc.sample(anyLine, { seed: 3, numRuns: 1 })[0] ?? NO_NETWORK);
  const NO_NETWORK = { nodes: {}, links: [] };

  test('fails as UNRECORDED, and what it holds is answered all the same', async () => {
    const { file, results } = await recordTraces(line(), [{ target: TARGET, options: { queries: 2 } }]);
    const again = await runTraces(await replay(file), [{ target: TARGET, options: { queries: 2, maxTtl: 3 } }]);
    expect(again.results[0]?.hops).toEqual(results[0]?.hops.slice(0, 3));
    const other = await runTraces(await replay(file), [{ target: TARGET, options: { method: 'icmp', maxTtl: 1 } }]);
    expect(other.results[0]).toMatchObject({
      outcome: 'failed',
      probesSent: 0,
      error: {
        code: 'UNRECORDED',
        message: `the recording does not hold this icmp probe to ${TARGET} with TTL 1, byte for byte: other targets or options make others`,
      },
    });
  });

  test('is a way to where nothing was sent', async () => {
    const { file } = await recordTraces(line(), [{ target: TARGET }]);
    const { results } = await runTraces(await replay(file), [{ target: '192.0.2.77' }]);
    expect(results[0]).toMatchObject({ outcome: 'failed', error: { code: 'UNRECORDED' } });
  });

  test('fails when all is over that it holds, and of a datagram that is no probe the length is told', async () => {
    const { file } = await recordTraces(line(), [{ target: TARGET }]);
    const transport = await replay(file);
    const { listener, heard } = hearing(transport);
    await transport.open(listener);
    transport.send([{ id: 5, datagram: new Uint8Array(3) }]);
    await until(transport, 60_000);
    expect(heard).toEqual([]);
    await until(transport, 60_001);
    await new Promise(setImmediate);
    await new Promise(setImmediate);
    const message =
      'the recording does not hold this datagram of 3 bytes, byte for byte: other targets or options make others';
    expect(heard).toEqual([[60_001, 'failed', 5, { code: 'UNRECORDED', message }]]);
  });
});

describe('a capture of somebody else', () => {
  const ROUTER = '198.51.100.1';
  const packets = captureOf(
    [1, 2, 3].flatMap((ttl) => {
      const { datagram } = probe(ttl);
      const answer = timeExceeded(datagram, ROUTER, { ttl: 60 + ttl });
      return [
        { at: 100 * ttl, datagram },
        ...(ttl === 2 ? [] : [{ at: 100 * ttl + 7.5, datagram: answer }]),
        ...(ttl === 3 ? [{ at: 400, datagram: answer }] : []),
      ];
    }),
  );
  const interfaces = [{ linkType: 101 }];
  const file = concatenate(
    encodePcapngHeader({ interfaces, comment: 'not of Hoplite' }),
    ...packets.map((packet) => encodePcapngPacket({ interfaces }, packet)),
  );

  test('answers the same TTL and attempt whatever the ports, after the same time, once', async () => {
    const transport = await replay(file);
    const { clock, name, timestamps, recording } = transport;
    expect({ name, timestamps, recording }).toEqual({ name: 'pcap', timestamps: 'capture', recording: null });
    expect(clock.origin).toBe(1_700_000_000_100_000_000n);
    const options = { method: 'udp-classic', port: 500, queries: 1, maxTtl: 3 } as const;
    const { results } = await runTraces(transport, [{ target: '192.0.2.9', options }]);
    expect(results[0]?.source).toBe('10.0.0.1');
    expect(results[0]?.hops.map(({ probes }) => probes[0])).toMatchObject([
      { status: 'replied', address: ROUTER, rtt: 7.5, replyTtl: 61, destinationPort: 500, duplicates: 0 },
      { status: 'timeout' },
      { status: 'replied', address: ROUTER, rtt: 7.5, replyTtl: 63, destinationPort: 502, duplicates: 1 },
    ]);
  });

  test('fails the attempts and the protocols that it does not hold', async () => {
    const options = { queries: 2, maxTtl: 1 };
    const { results } = await runTraces(await replay(file), [{ target: '192.0.2.9', options }]);
    expect(results[0]?.hops[0]?.probes).toMatchObject([
      { status: 'replied', rtt: 7.5 },
      { status: 'failed', error: { code: 'UNRECORDED' } },
    ]);
    const tcp = { ...options, method: 'tcp' } as const;
    const { results: others } = await runTraces(await replay(file), [{ target: '192.0.2.9', options: tcp }]);
    expect(others[0]).toMatchObject({ outcome: 'failed', error: { code: 'UNRECORDED' } });
  });

  test('answers from the one trace that is asked for, if it has it', async () => {
    await expect(replay(file, { trace: 1 })).rejects.toThrow('trace is 1, must be a whole number from 0 to below 1');
    await expect(replay(file, { trace: 0.5 })).rejects.toThrow(RangeError);
    const { results } = await runTraces(await replay(file, { trace: 0 }), [{ target: '192.0.2.10' }]);
    expect(results[0]).toMatchObject({ outcome: 'failed', error: { code: 'UNRECORDED' } });
  });

  test('may be a recording of ours, asked otherwise than it was', async () => {
    const udp = { target: TARGET, options: { queries: 1 } };
    await fc.assert(
      fc.asyncProperty(anyLine, fc.nat(), async (line, seed) => {
        const { file, results } = await recordTraces(createSimTransport(line, { seed }), [udp]);
        fc.pre(results[0]?.outcome === 'reached' && results[0].hops.length > 1);
        const found = await tracesIn(packetsOf(file));
        fc.pre(found.length === 1);
        const options = { method: 'udp-classic', queries: 1, wait: 10_000, waitHere: 0, waitNear: 0 } as const;
        const again = await runTraces(await replay(file, { trace: 0 }), [{ target: TARGET, options }]);
        const shown = (trace: TraceResult | undefined) =>
          trace?.hops.map(({ probes }) => probes.map((one) => ('rtt' in one ? [one.rtt, one.address] : null)));
        expect(shown(again.results[0])).toEqual(shown(found[0])?.slice(0, again.results[0]?.hops.length));
        expect(again.results[0]).toMatchObject({ outcome: 'reached', foreign: 0, ambiguous: 0 });
      }),
      { numRuns: 40 },
    );
  });
});

describe('a recording that is damaged', () => {
  const recorded = async (spoil: (text: string) => string): Promise<Uint8Array> => {
    const inner = scriptedTransport();
    const file = memoryFile();
    const transport = record(inner, file);
    await transport.open(hearing(transport).listener);
    transport.send([probe(1)]);
    inner.say(1, (to) => to.sent(1, 1e6));
    await until(transport, 2);
    await transport.close();
    // The same number of bytes: the file itself stays whole.
    return Buffer.from(spoil(Buffer.from(file.bytes()).toString('latin1')), 'latin1');
  };

  test.each([
    ['is of another version', '"v":1', '"v":2', 'a recording of version 2: only 1 is known'],
    ['does not say when its clock began', '"origin"', '"origan"', 'does not say what was recorded'],
    ['says what is no JSON', '{"v":1', '["v":1', 'the comment of the recording holds no JSON object'],
    [
      'has a note of something unknown',
      '{"opened"',
      '{"opined"',
      'frame 1 of the recording is a note that says nothing',
    ],
    ['has a note that is no JSON', '{"opened"', '["opened"', 'frame 1 of the recording holds no JSON object'],
    ['has a comment of something unknown', '{"sent":1}', '["sent",1]', 'the comment of frame 2'],
  ])('because it %s is refused', async (_name, right, wrong, message) => {
    const file = await recorded((text) => text.replace(right, wrong));
    await expect(replay(file)).rejects.toThrow(message);
  });

  test('because it is cut is refused as a capture is', async () => {
    const file = await recorded((text) => text.slice(0, -3));
    await expect(replay(file)).rejects.toMatchObject({ code: 'truncated' });
  });
});
