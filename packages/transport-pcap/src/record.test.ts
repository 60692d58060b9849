import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';
import { type Listener, TraceEngine, type Transport } from '@hoplite/engine';
import { timeExceeded } from '@hoplite/testing';
import { createSimTransport } from '@hoplite/transport-sim';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packetsOf } from './core/layout.fixture.js';
import { record } from './record.js';
import { anyAsked, anyLine, memoryFile, runTraces } from './recording.fixture.js';
import { replay } from './replay.js';
import { hearing, probe, scriptedTransport, until } from './scripted.fixture.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hoplite-recording-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const ROUTER = '198.51.100.7';

/** Asks three probes and has everything said that a port can say. */
async function everything(transport: Transport, say: (at: number, what: (listener: Listener) => void) => void) {
  const { listener, heard } = hearing(transport);
  await transport.open(listener);
  heard.push(await transport.sourceFor('192.0.2.9'));
  heard.push(await transport.sourceFor('192.0.2.1').catch(({ code, message }) => ({ code, message })));
  transport.send([probe(11, 1), probe(12, 2), probe(13, 3)]);
  const actual = probe(12, 2).datagram.slice();
  actual[5] = 0x77;
  say(1, (to) => to.sent(11, 1e6));
  say(2, (to) => to.sent(12, 1.5e6, actual, ['checksum'], 'process'));
  say(3, (to) => to.failed(13, { code: 'ENOBUFS', message: 'no buffer space available' }, 2.5e6));
  say(4, (to) => to.received(timeExceeded(probe(11, 1).datagram, ROUTER), 4e6));
  say(5, (to) => to.received(timeExceeded(actual, ROUTER), 4.5e6, ['ttl', 'identification'], 12));
  say(6, (to) => to.received(Uint8Array.of(1, 2, 3), 6e6));
  say(6.5, (to) => to.noticed('overflow', 'a buffer ran over'));
  say(7, (to) => to.broken({ code: 'ENETDOWN', message: 'the network is down' }));
  await until(transport, 9);
  await transport.close();
  return heard;
}

describe('a recorded transport', () => {
  test('lets its listener hear what it would have heard without', async () => {
    const plain = scriptedTransport();
    const inner = scriptedTransport();
    const recorded = record(inner, memoryFile());
    expect(await everything(recorded, inner.say)).toEqual(await everything(plain, plain.say));
    expect(inner.asked).toEqual(plain.asked);
    const { name, clock, timestamps, capabilities } = recorded;
    expect({ name, clock, timestamps, capabilities }).toEqual({
      name: 'scripted',
      clock: inner.clock,
      timestamps: 'kernel',
      capabilities: inner.capabilities,
    });
  });

  test('is replayed with all that a port can say, each at its instant', async () => {
    const inner = scriptedTransport();
    const file = memoryFile();
    const heard = await everything(record(inner, file), inner.say);
    const again = await replay(file.bytes());
    const { name, clock, timestamps, capabilities } = again;
    expect({ name, origin: clock.origin, timestamps, capabilities }).toEqual({
      name: 'scripted',
      origin: inner.clock.origin,
      timestamps: 'kernel',
      capabilities: inner.capabilities,
    });
    // Told at their own instants, in place of those at which they were heard of.
    const own = new Map([
      [2, 1.5],
      [3, 2.5],
      [5, 4.5],
    ]);
    const inTime = heard.map((one) => (Array.isArray(one) ? [own.get(one[0]) ?? one[0], ...one.slice(1)] : one));
    expect(await everything(again, () => {})).toEqual(inTime);
  });

  test('says when a datagram failed, though it was not told: when it heard of it', async () => {
    const inner = scriptedTransport();
    const recorder = record(inner, memoryFile());
    const { listener, heard } = hearing(recorder);
    await recorder.open(listener);
    recorder.send([probe(13)]);
    const error = { code: 'ENOBUFS', message: 'no buffer space available' };
    inner.say(3, (to) => to.failed(13, error));
    await until(recorder, 9);
    expect(heard).toEqual([[3, 'failed', 13, error, 3e6]]);
    await recorder.close();
  });

  test('writes datagrams as they left and came, and of what failed no datagram', async () => {
    const inner = scriptedTransport();
    const file = memoryFile();
    await everything(record(inner, file), inner.say);
    const datagrams = packetsOf(file.bytes()).filter(({ linkType }) => linkType === 101);
    expect(datagrams.map(({ origin, at }) => origin + BigInt(at) - inner.clock.origin)).toEqual(
      [1, 1.5, 4, 4.5, 6].map((at) => BigInt(at * 1e6)),
    );
    expect(datagrams[1]?.frame[5]).toBe(0x77);
  });

  test('says in the comment of its file what was recorded, and whatever it is told of the run', async () => {
    const inner = scriptedTransport();
    const file = memoryFile();
    const payload = Uint8Array.of(1, 2, 255);
    const about = {
      engine: { seed: '00112233445566778899aabbccddeeff', rate: 50 },
      traces: [
        { target: '192.0.2.9', name: 'nine.example\n', options: { maxTtl: 9, method: 'icmp' as const } },
        { target: '192.0.2.8', options: { payload } },
      ],
    };
    await everything(record(inner, file, about), inner.say);
    expect((await replay(file.bytes())).recording).toEqual({
      transport: 'scripted',
      timestamps: 'kernel',
      origin: inner.clock.origin,
      capabilities: inner.capabilities,
      ...about,
    });
  });

  test('has room in its comment for any number of traces', async () => {
    const traces = Array.from({ length: 3000 }, (_, i) => ({ target: `10.0.${i >> 8}.${i & 255}` }));
    const file = memoryFile();
    const transport = record(scriptedTransport(), file, { traces });
    await transport.open(hearing(transport).listener);
    await transport.close();
    expect((await replay(file.bytes())).recording?.traces).toEqual(traces);
  });
});

test('a recording that somebody wants to open a second time refuses, and its file goes on as if nobody had', async () => {
  const file = memoryFile();
  const transport = record(createSimTransport({ from: 'pc', nodes: { pc: {} }, links: [] }), file);
  await transport.open(hearing(transport).listener);
  const written = file.bytes();
  await expect(transport.open(hearing(transport).listener)).rejects.toThrow('opened once');
  expect(file.bytes()).toEqual(written);
});

describe('a writer that fails', () => {
  const failing = (after: number, how: () => unknown) => {
    let writes = 0;
    return { write: () => (++writes > after ? how() : undefined) };
  };
  const fail = () => {
    throw new Error('the disk is full');
  };

  test.each([
    ['at once', fail, ['broken', 'sent']],
    ['later', async () => fail(), ['sent', 'broken']],
  ])('%s is told as broken, once, and nothing is sent any more', async (_name, how, order) => {
    const inner = scriptedTransport();
    const transport = record(inner, failing(2, how));
    const { listener, heard } = hearing(transport);
    await transport.open(listener);
    transport.send([probe(1)]);
    inner.say(1, (to) => to.sent(1, 1e6));
    inner.say(2, (to) => to.received(timeExceeded(probe(1).datagram, ROUTER), 2e6));
    await until(transport, 3);
    const fault = { code: 'RECORDING', message: 'the recording cannot be written: the disk is full' };
    const told = { sent: [1, 'sent', 1], broken: [1, 'broken', fault] };
    expect(heard.map((one) => (one as unknown[]).slice(0, 3))).toEqual([
      ...order.map((kind) => told[kind as keyof typeof told]),
      [2, 'received', timeExceeded(probe(1).datagram, ROUTER)],
    ]);
    transport.send([probe(2), probe(3)]);
    expect(heard).toHaveLength(3);
    await until(transport, 4);
    expect(heard.slice(3)).toEqual([
      [3, 'failed', 2, fault],
      [3, 'failed', 3, fault],
    ]);
    expect(inner.asked).toHaveLength(1);
    await transport.close();
  });

  test('at the first bytes lets nothing begin', async () => {
    const transport = record(scriptedTransport(), join(folder, 'missing', 'file'));
    await expect(transport.open(hearing(transport).listener)).rejects.toMatchObject({ code: 'RECORDING' });
    await expect(transport.close()).resolves.toBeUndefined();
  });

  test('at the end makes close reject', async () => {
    const transport = record(scriptedTransport(), { write: () => {}, close: fail });
    await transport.open(hearing(transport).listener);
    await expect(transport.close()).rejects.toMatchObject({ code: 'RECORDING' });
  });

  test('to keep up is told as broken before memory fills', async () => {
    const inner = scriptedTransport();
    let begun = false;
    const write = () => {
      if (begun) return new Promise(() => {});
      begun = true;
      return undefined;
    };
    const transport = record(inner, { write });
    const { listener, heard } = hearing(transport);
    await transport.open(listener);
    for (let at = 1; at <= 300; at++) inner.say(at, (to) => to.received(new Uint8Array(65_535), at * 1e6));
    await until(transport, 301);
    const broken = heard.map((one) => (one as unknown[])[1]).indexOf('broken');
    expect(heard[broken]).toMatchObject([expect.any(Number), 'broken', { code: 'RECORDING' }]);
    expect(broken * 65_535).toBeGreaterThan(15 * 2 ** 20);
    expect(broken * 65_535).toBeLessThan(17 * 2 ** 20);
  });

  test('ends every trace with what it learned', async () => {
    const sim = createSimTransport(fc.sample(anyLine, { seed: 1, numRuns: 1 })[0] ?? { nodes: {}, links: [] });
    const { results } = await runTraces(record(sim, failing(9, fail)), [{ target: '10.0.99.2' }]);
    expect(results[0]).toMatchObject({ outcome: 'failed', error: { code: 'RECORDING' } });
    expect(results[0]?.probesSent).toBeGreaterThan(0);
  });
});

describe('the file of a recording', () => {
  test('is whole after every event', async () => {
    const inner = scriptedTransport();
    const path = join(folder, 'whole.pcapng');
    const transport = record(inner, path);
    const { listener } = hearing(transport);
    await transport.open(listener);
    transport.send([probe(1)]);
    inner.say(1, (to) => to.sent(1, 1e6));
    for (let at = 2; at < 10; at++) {
      inner.say(at, (to) => to.received(timeExceeded(probe(1).datagram, ROUTER), at * 1e6));
      await until(transport, at);
      // What opened it, the probe, and an answer each millisecond.
      expect(packetsOf(readFileSync(path))).toHaveLength(1 + at);
    }
    await transport.close();
  });

  test('is the same by path, stream and writer, and a stream is left open', async () => {
    const files = await Promise.all(
      [join(folder, 'path.pcapng'), new PassThrough(), memoryFile()].map(async (target) => {
        const inner = scriptedTransport();
        await everything(record(inner, target), inner.say);
        if (typeof target === 'string') return readFileSync(target);
        if (!(target instanceof PassThrough)) return Buffer.from(target.bytes());
        expect(target.writableEnded).toBe(false);
        return target.read();
      }),
    );
    expect(files[1]).toEqual(files[0]);
    expect(files[2]).toEqual(files[0]);
  });

  test('that is a stream in trouble is told as broken', async () => {
    const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('the pipe is closed')) });
    const transport = record(scriptedTransport(), stream);
    await expect(transport.open(hearing(transport).listener)).rejects.toThrow('the pipe is closed');
    await transport.close();
  });

  test('can be replayed whenever the run was aborted, and nothing is left waiting', async () => {
    await fc.assert(
      fc.asyncProperty(anyLine, anyAsked, fc.nat(200), async (line, { target, options }, milliseconds) => {
        const sim = createSimTransport(line, { seed: 1 });
        const file = memoryFile();
        const engine = new TraceEngine(record(sim, file), { seed: 1 });
        const trace = engine.trace(target, options);
        const cancel = sim.clock.wake(milliseconds * 1e6, () => trace.abort());
        const first = await trace.result;
        cancel();
        await engine.close();

        const transport = await replay(file.bytes());
        const again = new TraceEngine(transport, { seed: 1 });
        const repeated = again.trace(target, options);
        const cancelToo = transport.clock.wake(milliseconds * 1e6, () => repeated.abort());
        expect(await repeated.result).toEqual(first);
        cancelToo();
        await again.close();
        // Nothing moves the clock: nobody waits on it.
        const stopped = transport.clock.now();
        await new Promise(setImmediate);
        await new Promise(setImmediate);
        expect(transport.clock.now()).toBe(stopped);
        expect(sim.clock.now()).toBe(stopped);
      }),
      { numRuns: 40 },
    );
  });
});
