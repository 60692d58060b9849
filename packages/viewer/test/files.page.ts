import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeLargeCapture } from './large-capture.js';
import { byCommand, fileOf } from './read-by-command.js';
import { ViewerPage } from './viewer-page.js';

const sample = fileOf('samples/traceroute.pcapng');
const icmp = fileOf('test/corpus/traceroute6-icmp.pcap');
const noise = fileOf('test/corpus/noise-only.pcap');

let viewer: ViewerPage;

beforeAll(async () => {
  viewer = await ViewerPage.open();
});

afterAll(async () => {
  await viewer[Symbol.asyncDispose]();
});

/** What of the traces is listed, file by file. */
async function listed(): Promise<readonly (readonly [string | null, number])[]> {
  const groups = await viewer.page.getByRole('listbox').getByRole('group').all();
  return await Promise.all(
    groups.map(
      async (group) => [await group.getAttribute('aria-label'), await group.getByRole('option').count()] as const,
    ),
  );
}

const state = async (): Promise<string> => (await viewer.page.locator('.state').textContent()) ?? '';

describe('several files at once', () => {
  test('are all read, their traces listed file by file, with the packets of each', async () => {
    await viewer.drop(
      { name: 'first.pcapng', bytes: readFileSync(sample) },
      { name: 'second.pcap', bytes: readFileSync(icmp) },
    );
    expect(await listed()).toEqual([
      ['first.pcapng', 3],
      ['second.pcap', 1],
    ]);
    expect(await state()).toMatch(/^2 files, \d+ packets, 4 traces, /);
    expect(await viewer.page.title()).toBe('first.pcapng and 1 more – Hoplite viewer');
    const [trace] = JSON.parse(await byCommand('read', '--format', 'json', icmp));
    await viewer.traces.nth(3).click();
    await viewer.page.getByRole('button', { name: 'Hop 2', exact: true }).click();
    const { frames } = trace.hops[1].probes[0];
    const probe = viewer.page.locator('details.packet', { hasText: `#${frames.probe}` }).first();
    expect(await probe.textContent()).toContain(`${trace.source} to ${trace.address}`);
  });

  test('are saved as one array of results', async () => {
    await viewer.read(sample, icmp);
    const all = await Promise.all([sample, icmp].map((path) => byCommand('read', '--format', 'json', path)));
    expect(JSON.parse(await viewer.saved())).toEqual(all.flatMap((text) => JSON.parse(text)));
  });

  test('that hold nothing are named with what is wrong with them, each thing once', async () => {
    const text = { name: 'notes.txt', bytes: Buffer.from('What is this?') };
    const files = [text, { ...text, name: 'more.txt' }, { name: 'empty', bytes: Buffer.alloc(0) }];
    await viewer.read(...files, { name: 'good.pcapng', bytes: readFileSync(sample) });
    expect(await listed()).toEqual([['good.pcapng', 3]]);
    const alerts = await viewer.page.getByRole('alert').allTextContents();
    expect(alerts).toEqual([expect.stringContaining('notes.txt, more.txt'), expect.stringContaining('empty')]);
    expect(await state()).toContain('1 of 4 files, 124 packets, 3 traces');
  });

  test('without any trace say so of each', async () => {
    await viewer.read(noise, fileOf('test/corpus/noise6-only.pcapng'));
    expect(await state()).toContain('No traceroute found.');
    expect(await state()).toContain('noise-only.pcap, noise6-only.pcapng');
    expect(await viewer.page.getByRole('button', { name: 'choose files' }).count()).toBe(1);
  });

  test('are a thousand at the most, and it is said that there were more', async () => {
    await viewer.drop(...Array.from({ length: 1001 }, (_, index) => ({ name: `${index}`, bytes: Buffer.alloc(0) })));
    const [many, empty] = await viewer.page.getByRole('alert').allTextContents();
    expect(many).toBe('Of more than 1000 files the first 1000 were opened.');
    expect(empty).toMatch(/The file is empty.* 10, 11 and 988 more$/);
    await viewer.read(sample);
    expect(await viewer.page.getByRole('alert').count()).toBe(0);
  });

  test('can be cancelled at the first, and the others are left', async () => {
    const large = join(viewer.folder, 'large.pcap');
    await writeLargeCapture(large);
    await viewer.choose(large, sample);
    await viewer.traces.nth(2).waitFor();
    await viewer.page.keyboard.press('Escape');
    await viewer.ended();
    expect(await state()).toMatch(/^Cancelled: 1 of 2 files, [\d,]+ packets, 3 traces/);
    expect(await listed()).toEqual([['large.pcap', 3]]);
  });

  test('can be cancelled between two of them, when the word to stop finds no file that is read', async () => {
    await using other = await ViewerPage.open();
    const { page } = other;
    await page.evaluate(() => {
      // On a busy machine the patience with the worker would end before the first file.
      Reflect.set(globalThis, 'setTimeout', () => 0);
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (this: Worker, message: { readonly ask: string }) {
        if (message.ask !== 'stop') postMessage.call(this, message);
        const press = () => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }));
        if (message.ask === 'open') queueMicrotask(press);
      };
    });
    await other.read(sample, icmp);
    expect(await page.locator('.state').textContent()).toMatch(/^Cancelled: 1 of 2 files, 124 packets, 3 traces/);
    await page.getByRole('button', { name: 'Hop 2', exact: true }).click();
    await page.locator('.packet', { hasText: 'ICMP time-exceeded' }).first().waitFor();
  });
});

describe('a folder', () => {
  test('that is dropped is read with the folders in it, in the order of the names, hidden files left out', async () => {
    const captures = join(viewer.folder, 'captures');
    mkdirSync(join(captures, 'inner'), { recursive: true });
    writeFileSync(join(captures, 'run10.pcapng'), readFileSync(sample));
    writeFileSync(join(captures, 'run9.pcap.gz'), gzipSync(readFileSync(icmp)));
    writeFileSync(join(captures, 'inner', 'deep.pcap'), readFileSync(icmp));
    writeFileSync(join(captures, '.hidden'), 'hidden');
    await viewer.dropPaths(captures);
    await viewer.page.getByText('captures/inner/deep.pcap and 2 more').waitFor();
    await viewer.ended();
    expect(await listed()).toEqual([
      ['captures/inner/deep.pcap', 1],
      ['captures/run9.pcap.gz', 1],
      ['captures/run10.pcapng', 3],
    ]);
  });

  test('without a file says so, and leaves what is shown', async () => {
    await viewer.read(sample);
    const empty = join(viewer.folder, 'nothing');
    mkdirSync(empty);
    await viewer.dropPaths(empty);
    const alert = viewer.page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toBe('There is no file in what was dropped.');
    expect(await viewer.traces.count()).toBe(3);
  });

  test('is more than Chromium lets a page read that came from the disk, and the page says so', async () => {
    await using local = await ViewerPage.open({ scheme: 'file' });
    await local.dropPaths(join(viewer.folder, 'captures'));
    const alert = local.page.getByRole('alert');
    await alert.waitFor();
    expect(await alert.textContent()).toContain('does not let the page read the folder captures: drop the files in it');
    await local.dropPaths(join(viewer.folder, 'captures', 'run10.pcapng'));
    await local.traces.nth(2).waitFor();
    expect(await alert.count()).toBe(0);
  });
});

test('while files are held over the page it says so, and no longer when they leave it', async () => {
  const cover = viewer.page.getByText('Drop to open');
  await viewer.drag([sample], 'dragEnter', 'dragOver');
  await cover.waitFor();
  await cover.dispatchEvent('dragleave');
  expect(await cover.isVisible()).toBe(false);
  await viewer.drag([sample], 'dragEnter', 'dragOver', 'drop');
  await cover.waitFor({ state: 'hidden' });
  await viewer.traces.nth(2).waitFor();
});

describe('another file', () => {
  test('takes the place of one that is still read, of which nothing comes any more', async () => {
    await viewer.choose(sample);
    await viewer.read(icmp);
    await viewer.choose(icmp);
    await viewer.drop({ name: 'last.pcapng', bytes: readFileSync(sample) });
    expect(await viewer.traces.count()).toBe(3);
    expect(await viewer.page.title()).toBe('last.pcapng – Hoplite viewer');
  });

  test('may be the same again, and is read as it is then', async () => {
    const path = join(viewer.folder, 'growing.pcap');
    writeFileSync(path, readFileSync(noise));
    await viewer.read(path);
    expect(await viewer.traces.count()).toBe(0);
    writeFileSync(path, readFileSync(icmp));
    await viewer.read(path);
    expect(await viewer.traces.count()).toBe(1);
  });

  test('is shown from its top, where it says what is wrong with it', async () => {
    await viewer.read(sample);
    await viewer.page.locator('.packet').last().scrollIntoViewIfNeeded();
    expect(await viewer.page.evaluate(() => scrollY)).toBeGreaterThan(100);
    await viewer.read({ name: 'cut.pcapng', bytes: readFileSync(sample).subarray(0, 7000) });
    expect(await viewer.traces.count()).toBeGreaterThan(0);
    const box = await viewer.page.getByRole('alert').boundingBox();
    expect(box?.y).toBeGreaterThan(0);
  });

  test('that is gone before it is read, and the packets of one that is gone, are told to be so', async () => {
    await using other = await ViewerPage.open();
    const { page } = other;
    const path = join(other.folder, 'gone.pcapng');
    const gone = 'The file cannot be read (any more).';
    writeFileSync(path, readFileSync(sample));
    await other.read(path);
    rmSync(path);
    await page.getByRole('button', { name: 'Hop 2', exact: true }).click();
    await page.locator('.packets .fault', { hasText: gone }).waitFor();

    writeFileSync(path, readFileSync(sample));
    const late = await page.evaluateHandle(() => {
      const { postMessage } = Worker.prototype;
      const asked = { open: () => {} };
      Worker.prototype.postMessage = function (this: Worker, message: unknown) {
        Worker.prototype.postMessage = postMessage;
        asked.open = () => this.postMessage(message);
      };
      return asked;
    });
    await other.choose(path);
    await page.getByRole('progressbar').waitFor();
    rmSync(path);
    await late.evaluate((asked) => asked.open());
    await other.ended();
    expect(await page.getByRole('alert').textContent()).toContain(gone);
  });

  test('that is no file is not taken: a dragged text changes nothing', async () => {
    await viewer.read(sample);
    await viewer.page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/plain', 'What is this?');
      for (const type of ['dragenter', 'dragover', 'drop']) {
        document.body.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true }));
      }
    });
    expect(await viewer.page.getByText('Drop to open').isVisible()).toBe(false);
    expect(await viewer.traces.count()).toBe(3);
  });
});
