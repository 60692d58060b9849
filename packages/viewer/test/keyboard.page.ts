import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { writeLargeCapture } from './large-capture.js';
import { fileOf } from './read-by-command.js';
import { ViewerPage } from './viewer-page.js';

const sample = fileOf('samples/traceroute.pcapng');

describe('by keyboard', () => {
  test('a file is chosen, a trace, a hop and a packet; what has the focus can be seen', async () => {
    await using viewer = await ViewerPage.open();
    const { page } = viewer;
    const focused = page.locator(':focus');
    await page.keyboard.press('Tab');
    expect(await focused.textContent()).toContain('choose files');
    expect(await focused.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Enter')]);
    await chooser.setFiles(sample);
    await viewer.ended();

    await tabTo(viewer, '[role=option]');
    expect(await focused.textContent()).toContain('203.0.113.2');
    await page.keyboard.press('ArrowDown');
    expect(await focused.getAttribute('aria-selected')).toBe('true');
    expect(await page.getByRole('heading', { level: 2 }).textContent()).toBe('203.0.113.6');
    await page.keyboard.press('End');
    expect(await page.getByRole('heading', { level: 2 }).textContent()).toBe('2001:db8:f::2');
    await page.keyboard.press('ArrowDown');
    expect(await focused.textContent()).toContain('2001:db8:f::2');
    await page.keyboard.press('Home');

    await tabTo(viewer, '.hops button');
    await page.keyboard.press('ArrowDown');
    expect(await focused.getAttribute('aria-label')).toBe('Hop 2');
    await viewer.shownBehind(2);
    expect(await focused.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid');

    await tabTo(viewer, '.packet summary');
    await page.keyboard.press('Enter');
    await page.locator('.packet[open] dl').first().waitFor();
  });

  test('everything that can be pressed, and every part that one can go to, has a name', async () => {
    await using viewer = await ViewerPage.open();
    await viewer.read(...Array.from({ length: 3 }, () => sample));
    await viewer.page.locator('.packet summary').first().click();
    await viewer.page.getByRole('region', { name: 'Bytes' }).waitFor();
    const snapshot = await viewer.page.locator('body').ariaSnapshot();
    expect(snapshot).toContain('listbox "Traces"');
    expect(snapshot).not.toMatch(
      /- (button|option|searchbox|combobox|listbox|progressbar|img|table|article|region|navigation)( \[.*\])?:?$/m,
    );
  });

  test('what does not hear that it is cancelled is broken off, and another file can be read', async () => {
    await using viewer = await ViewerPage.open();
    const { page } = viewer;
    const deaf = await page.evaluateHandle(() => {
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = () => {};
      return postMessage;
    });
    await page.getByLabel('Capture or results').setInputFiles(sample);
    await page.getByRole('progressbar').waitFor();
    await page.keyboard.press('Escape');
    await viewer.ended();
    expect(await page.locator('.state').textContent()).toMatch(/^Cancelled: 0 traces/);
    await deaf.evaluate((postMessage) => {
      Worker.prototype.postMessage = postMessage;
    });
    await viewer.read(sample);
    expect(await viewer.traces.count()).toBe(3);
  });

  test('the reading of a large capture is cancelled, and what was found stays', async () => {
    await using viewer = await ViewerPage.open();
    const { page } = viewer;
    const path = join(viewer.folder, 'large.pcap');
    const packets = await writeLargeCapture(path);
    await page.getByLabel('Capture or results').setInputFiles(path);
    await viewer.traces.first().waitFor();
    await page.waitForFunction(() => (document.querySelector('progress')?.position ?? 0) > 0.01);
    expect(await page.locator('.state').textContent()).toMatch(/\d+ %, [\d,]+ packets, 3 traces/);
    await page.keyboard.press('Escape');
    await viewer.ended();
    const said = await page.locator('.state').textContent();
    const [, read = ''] = said?.match(/^Cancelled: ([\d,]+) packets, 3 traces/) ?? [];
    expect(Number(read.replaceAll(',', ''))).toBeGreaterThan(124);
    expect(Number(read.replaceAll(',', ''))).toBeLessThan(packets);
    await viewer.traces.nth(1).click();
    await page.getByRole('button', { name: 'Hop 2', exact: true }).click();
    await page.locator('.packet', { hasText: 'ICMP time-exceeded' }).first().waitFor();
    await viewer.read(fileOf('test/corpus/traceroute6-icmp.pcap'));
    expect(await viewer.traces.count()).toBe(1);
  });
});

/** Presses Tab until something of this kind has the focus. */
async function tabTo({ page }: ViewerPage, selector: string): Promise<void> {
  for (let left = 20; left > 0; left -= 1) {
    await page.keyboard.press('Tab');
    if (await page.locator(':focus').evaluate((element, wanted) => element.matches(wanted), selector)) return;
  }
  throw new Error(`Tab does not lead to ${selector}`);
}
