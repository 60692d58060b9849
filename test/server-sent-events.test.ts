import { get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { Traceroute } from 'hoplite';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';

/** The trace that was asked for last, over a virtual network in place of the true one. */
const asked = vi.hoisted((): { trace: Traceroute | null; hold: boolean } => ({ trace: null, hold: false }));

vi.mock(import('hoplite'), async (load) => {
  const hoplite = await load();
  const { readFileSync } = await import('node:fs');
  const topology = hoplite.parseTopology(JSON.parse(readFileSync('samples/internet.json', 'utf8')));
  return {
    ...hoplite,
    traceroute(target, options) {
      const transport = hoplite.createSimTransport(topology);
      if (asked.hold) transport.clock.hold();
      asked.trace = hoplite.traceroute(target, { ...options, transport });
      return asked.trace;
    },
  };
});

let server: Server;
beforeAll(async () => {
  vi.spyOn(console, 'log').mockReturnValue();
  ({ server } = await import('../examples/server-sent-events.js'));
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(() => void server.close());

test('who goes away ends the trace', async () => {
  asked.hold = true;
  const { port } = server.address() as AddressInfo;
  const request = get({ host: '127.0.0.1', port, path: '/?target=192.0.2.80' });
  request.on('error', () => {});
  const trace = await vi.waitUntil(() => asked.trace, { timeout: 60_000 });
  request.destroy();
  expect((await trace.result).outcome).toBe('aborted');
});

test('who reads slowly is waited for: one event is under way, the others are not yet text', async () => {
  Object.assign(asked, { trace: null, hold: false });
  const response = new SlowReader();
  server.emit('request', { url: '/?target=192.0.2.80' } as IncomingMessage, response as unknown as ServerResponse);
  const trace = await vi.waitUntil(() => asked.trace, { timeout: 60_000 });
  const { hops } = await trace.result;
  let told = '';
  for (let message = await response.next(); message !== null; message = await response.next()) {
    expect(message.match(/^event: /gm)).toHaveLength(1);
    expect(response.writableLength).toBe(Buffer.byteLength(message));
    told += message;
    response.take();
  }
  expect(told.match(/^event: hop$/gm)).toHaveLength(hops.length);
});

/** Takes what is written to it only when it is told to. */
class SlowReader extends Writable {
  #taken = (): void => {};
  #message: string | null = null;

  constructor() {
    super({ highWaterMark: 1, decodeStrings: false });
  }

  writeHead(): this {
    return this;
  }

  override _write(message: string, _encoding: string, taken: () => void): void {
    this.#message = message;
    this.#taken = taken;
  }

  /** What is written next, as soon as who writes has done what it can; null at the end. */
  async next(): Promise<string | null> {
    for (let left = 10; left > 0; left -= 1) await new Promise(setImmediate);
    await vi.waitUntil(() => this.#message !== null || this.writableFinished, { timeout: 60_000 });
    return this.#message;
  }

  take(): void {
    this.#message = null;
    this.#taken();
  }
}
