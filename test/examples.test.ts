import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { get, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TraceEvent } from 'hoplite';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { codeBlocks, root } from './support/code-blocks.js';

/** What was printed so far, a line each. */
let lines: string[];
beforeEach(() => {
  lines = [];
  vi.spyOn(console, 'log').mockImplementation((...values) => void lines.push(values.join(' ')));
});
afterEach(() => vi.restoreAllMocks());

test('every example is run by a test, or shown in a document with what it prints', () => {
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const tests = ['test', 'test/conformance', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder)).flatMap((name) =>
      name.endsWith('.test.ts') ? [read(`${folder}/${name}`).replaceAll("'./", "'../examples/")] : [],
    ),
  );
  const printing = codeBlocks.flatMap(({ mark }, index) =>
    mark === 'output' || mark === 'output, but for the times'
      ? [codeBlocks.slice(0, index).findLast(({ language }) => language === 'ts')?.body]
      : [],
  );
  const examples = readdirSync(join(root, 'examples')).filter((name) => /^[\w-]+\.ts$/.test(name));
  const isRun = (name: string) =>
    tests.some((each) => each.includes(`examples/${name.replace('.ts', '.js')}'`)) ||
    printing.includes(read(`examples/${name}`));
  expect(examples.filter((name) => !isRun(name))).toEqual([]);
});

test('watch.ts prints a line every 20 rounds', async () => {
  await import('../examples/watch.js');
  expect(lines).toHaveLength(3);
  for (const line of lines) expect(line).toMatch(/^2026-01-01T00:0\d:\d\d\.\d{9}Z hop 10: loss \d\.\d %, 4\d\.\d ms$/);
});

test('linux-sockets.ts says what this process may do, and traces by it', async () => {
  await import('../examples/linux-sockets.js');
  expect(lines).toEqual([expect.stringMatching(/^raw sockets: \w+; ICMP without privilege: \w+$/), 'reached']);
});

test('raw-sockets.ts traces, or says what it wants', async () => {
  await import('../examples/raw-sockets.js');
  expect(lines).toEqual([expect.stringMatching(/^(reached|.+: .+)$/)]);
});

test('report.ts writes a report', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hoplite-example-'));
  const before = process.cwd();
  process.chdir(folder);
  try {
    await import('../examples/report.js');
    expect(readFileSync('report.html', 'utf8')).toContain('<title>Path to 127.0.0.1</title>');
  } finally {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
});

test('monitor.ts prints a line of JSON a round, until it is told to stop', async () => {
  const argv = [...process.argv];
  process.argv.splice(2, process.argv.length, '127.0.0.1', '127.0.0.2');
  try {
    const ended = import('../examples/monitor.js');
    await vi.waitUntil(() => lines.length >= 2, { timeout: 30_000 });
    process.emit('SIGINT');
    await ended;
  } finally {
    process.argv.splice(0, process.argv.length, ...argv);
  }
  const told = lines.map((line) => JSON.parse(line));
  const both = ['127.0.0.1', '127.0.0.2'];
  const rounds = told.filter(({ hops }) => hops !== undefined);
  expect(rounds.map(({ target }) => target).toSorted()).toEqual(both);
  for (const round of rounds) expect(round).toMatchObject({ round: 1, hops: 1, loss: 0, rtt: expect.any(Number) });
  const ends = told.filter(({ ended }) => ended === 'stopped');
  expect(ends.map(({ target }) => target).toSorted()).toEqual(both);
});

describe('server-sent-events.ts', () => {
  let server: Server;
  const ask = (query: string) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const { port } = server.address() as AddressInfo;
      get({ host: '127.0.0.1', port, path: `/${query}` }, resolve).once('error', reject);
    });

  beforeEach(async () => {
    ({ server } = await import('../examples/server-sent-events.js'));
    if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  });

  test('streams the events of a trace', async () => {
    const response = await ask('?target=127.0.0.1');
    expect(response.headers['content-type']).toBe('text/event-stream');
    const messages = (await text(response)).split('\n\n').slice(0, -1);
    const events = messages.map((message): TraceEvent => {
      const [, name, data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(message) ?? [];
      const event = JSON.parse(data);
      expect(event.event).toBe(name);
      return event;
    });
    expect(events[0]).toMatchObject({ event: 'start', target: '127.0.0.1' });
    expect(events.at(-1)).toMatchObject({ event: 'end', result: { outcome: 'reached' } });
  });

  test('says in the stream why there is no trace', async () => {
    expect(await text(await ask('?target=300.1.1.1'))).toMatch(/^event: error\ndata: ".*300\.1\.1\.1.*"\n\n$/);
  });

  test('wants a target', async () => {
    expect((await ask('')).statusCode).toBe(400);
  });

  test('ends with its last request', async () => {
    await new Promise((resolve) => server.close(resolve));
    expect(server.listening).toBe(false);
  });
});

// The last, for it goes on listening.
test('diagnostics.ts hears every reply and counts every byte', async () => {
  await import('../examples/diagnostics.js');
  expect(lines).toEqual([
    'ttl 1: 192.168.1.1',
    'ttl 2: 203.0.113.1',
    'ttl 3: 203.0.113.34',
    expect.stringMatching(/^204 bytes sent, \d+ received$/),
  ]);
});
