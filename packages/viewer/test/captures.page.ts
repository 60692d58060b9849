import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byCommand, fileOf } from './read-by-command.js';
import { ViewerPage } from './viewer-page.js';

const sample = fileOf('samples/traceroute.pcapng');
const corpus = readdirSync(fileOf('test/corpus')).filter((name) => /\.(pcap|pcapng)$/.test(name));

let viewer: ViewerPage;

beforeAll(async () => {
  viewer = await ViewerPage.open();
});

afterAll(async () => {
  await viewer[Symbol.asyncDispose]();
});

/** The bytes as a file, read by the page and by the command: what each makes of them. */
async function both(name: string, bytes: Uint8Array): Promise<{ readonly page: string; readonly command: string }> {
  const path = join(viewer.folder, name);
  writeFileSync(path, bytes);
  await viewer.read(path);
  return { page: await viewer.saved(), command: await byCommand('read', '--format', 'json', path) };
}

describe('the page finds what `hoplite read` finds', () => {
  test.each(corpus)('in %s', async (name) => {
    const path = fileOf(`test/corpus/${name}`);
    await viewer.read(path);
    expect(await viewer.saved()).toBe(await byCommand('read', '--format', 'json', path));
  });

  test('in a gzipped capture', async () => {
    const { page, command } = await both('whole.pcapng.gz', gzipSync(readFileSync(sample)));
    expect(page).toBe(command);
    expect(JSON.parse(page)).toHaveLength(3);
  });

  test('in a gzip file of several members with something else behind them', async () => {
    const bytes = readFileSync(sample);
    const parts = [0, 3000, 3001, 9000].map((start, index, all) => gzipSync(bytes.subarray(start, all[index + 1])));
    const { page, command } = await both('members.pcapng.gz', Buffer.concat([...parts, Buffer.from('what is this')]));
    expect(page).toBe(command);
    expect(JSON.parse(page)).toHaveLength(3);
  });

  test('in a recording of Hoplite, which it does again', async () => {
    const path = join(viewer.folder, 'run.pcapng');
    const sim = ['--transport', `sim:${fileOf('samples/internet.json')}`, '--seed', '1'];
    await byCommand(...sim, '--record', path, 'www.content.example');
    await viewer.read(path);
    const saved = await viewer.saved();
    expect(saved).toBe(await byCommand('read', '--format', 'json', path));
    expect(JSON.parse(saved)).toMatchObject([{ transport: 'sim', timestamps: 'virtual', outcome: 'reached' }]);
  });
});

describe('of a file with a fault the page shows what `hoplite read` prints', () => {
  test.each([
    [
      'a cut capture',
      (bytes: Buffer) => bytes.subarray(0, 7000),
      /^The file ends in the middle of a block, at byte \d+/,
    ],
    [
      'an impossible length',
      (bytes: Buffer) => bytes.fill(0xff, blockAt(bytes, 60) + 4, blockAt(bytes, 60) + 8),
      /claims/,
    ],
    ['a cut gzip file', (bytes: Buffer) => gzipSync(bytes).subarray(0, -700), /^The gzip file is cut short, at byte/],
    [
      'a gzip file damaged amid',
      (bytes: Buffer) => {
        const zipped = gzipSync(bytes);
        return zipped.fill(0xff, zipped.length - 700, zipped.length - 690);
      },
      /damaged/,
    ],
    ['a damaged gzip file', (bytes: Buffer) => overwritten(gzipSync(bytes)), /^The gzip file is damaged, at/],
  ])('%s', async (name, damage, said) => {
    const { page, command } = await both(`${name}.bin`, damage(readFileSync(sample)));
    expect(page).toBe(command);
    expect(JSON.parse(page).length).toBeGreaterThan(0);
    expect(await viewer.page.getByRole('alert').textContent()).toMatch(said);
    expect(await viewer.traces.count()).toBe(JSON.parse(page).length);
  });

  test.each([
    ['an empty file', '', /the file is empty/i],
    ['a text', 'What is this?', /neither a pcap nor a pcapng file/i],
    ['JSON of somebody else', '[{"a": 1}]', /no result of a trace/],
    ['records of packets', '{"v":1,"number":1}\n{"v":1,"number":2}\n', /line 1: this is no result of a trace/],
    ['what begins like JSON', '[{"v": 1,', /begins like JSON and is none/],
  ])('%s, which nothing can be shown of', async (_name, text, said) => {
    await viewer.read({ name: 'some.file', bytes: new TextEncoder().encode(text) });
    const alert = viewer.page.getByRole('alert');
    expect(await alert.textContent()).toMatch(said);
    expect(await alert.textContent()).toContain('The viewer reads');
    expect(await viewer.traces.count()).toBe(0);
  });

  test('a capture without a traceroute says what may be missing in it', async () => {
    await viewer.read(fileOf('test/corpus/noise-only.pcap'));
    expect(await viewer.page.getByRole('main').textContent()).toContain('No traceroute found');
  });
});

describe('results', () => {
  test.each(['json', 'ndjson'])('that were written as %s come back as they were', async (format) => {
    const written = await byCommand('read', '--format', format, sample);
    await viewer.read({ name: `results.${format}`, bytes: Buffer.from(written) });
    expect(await viewer.saved()).toBe(await byCommand('read', '--format', 'json', sample));
  });

  test('of a live run are its ends, the events before them are passed over', async () => {
    const sim = ['--transport', `sim:${fileOf('samples/internet.json')}`, '--seed', '1', 'www.content.example'];
    await viewer.read({ name: 'run.ndjson', bytes: Buffer.from(await byCommand('--format', 'ndjson', ...sim)) });
    expect(await viewer.traces.allTextContents()).toEqual([
      expect.stringContaining('www.content.example (192.0.2.80)'),
    ]);
  });

  test('of what was watched are its rounds, and the cut of one that is left amid a line is told', async () => {
    const sim = ['--transport', `sim:${fileOf('samples/internet.json')}`, '--seed', '1'];
    const lines = await byCommand('watch', '--format', 'ndjson', '-c', '3', ...sim, 'www.content.example');
    await viewer.read({ name: 'watched.ndjson', bytes: Buffer.from(lines) });
    expect(await viewer.page.getByRole('alert').count()).toBe(0);
    expect(await viewer.page.locator('.state').textContent()).toMatch(/^3 traces, /);
    const events = lines
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const rounds = events.filter(({ event }) => event === 'round').map(({ result }) => result);
    expect(JSON.parse(await viewer.saved())).toEqual(rounds);
    await viewer.read({ name: 'left.ndjson', bytes: Buffer.from(lines.trim().slice(0, -1)) });
    expect(await viewer.page.getByRole('alert').textContent()).toContain(`In line ${events.length}: this is no JSON`);
    expect(await viewer.traces.count()).toBe(3);
  });

  test('that were cut come up to the cut, with the number of traces that have no end', async () => {
    const sim = ['--transport', `sim:${fileOf('samples/internet.json')}`, '--seed', '1'];
    const lines = (await byCommand('--format', 'ndjson', ...sim, 'www.content.example', 'library.university.example'))
      .trim()
      .split('\n');
    await viewer.read({ name: 'run.ndjson', bytes: Buffer.from(`${lines.slice(0, -1).join('\n')}\n{"v"`) });
    expect(await viewer.page.getByRole('alert').textContent()).toContain(`In line ${lines.length}: this is no JSON`);
    expect(await viewer.traces.count()).toBe(1);
    expect(await viewer.page.locator('.state').textContent()).toContain('1 trace had not ended');
  });

  test('that unzip to more than a text can be are refused, and the viewer is not to blame', async () => {
    const text = Buffer.alloc(510_000_000, ' ').fill('[', 0, 1);
    await viewer.read({ name: 'bomb.json.gz', bytes: gzipSync(text, { level: 1 }) });
    expect(await viewer.page.getByRole('alert').textContent()).toContain('longer than 500 MB');
  });

  test('with a field of another kind are refused, and the field is named', async () => {
    const [first] = JSON.parse(await byCommand('read', '--format', 'json', sample));
    first.hops[1].probes[0].rtt = 'soon';
    await viewer.read({ name: 'one.json', bytes: Buffer.from(JSON.stringify(first)) });
    expect(await viewer.page.getByRole('alert').textContent()).toContain('hops[1].probes[0].rtt is not a number');
  });
});

/** Where a block of a pcapng file begins. */
function blockAt(bytes: Buffer, index: number): number {
  let at = 0;
  for (let left = index; left > 0; left -= 1) at += bytes.readUInt32LE(at + 4);
  return at;
}

/** With another sum of its contents. */
function overwritten(bytes: Buffer): Buffer {
  return bytes.fill(0xff, bytes.length - 8, bytes.length - 4);
}
