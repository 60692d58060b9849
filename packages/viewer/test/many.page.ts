import { readFileSync } from 'node:fs';
import type { Hop, TraceResult } from '@hoplite/engine';
import { traceResult } from '@hoplite/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { byCommand, fileOf } from './read-by-command.js';
import { ViewerPage } from './viewer-page.js';

const sample = fileOf('samples/traceroute.pcapng');

let viewer: ViewerPage;
let first: TraceResult;

beforeAll(async () => {
  viewer = await ViewerPage.open();
  [first] = JSON.parse(await byCommand('read', '--format', 'json', sample));
});

afterAll(async () => {
  await viewer[Symbol.asyncDispose]();
});

async function readTraces(...traces: readonly TraceResult[]): Promise<void> {
  await viewer.read({ name: 'traces.json', bytes: Buffer.from(JSON.stringify(traces)) });
}

const names = (): Promise<readonly string[]> => viewer.traces.locator('.name').allTextContents();

/** The hop with so many probes of their own, as `change` makes them. */
function crowded({ ttl, probes }: Hop, count: number, change: (index: number) => object): Hop {
  const [probe] = probes;
  if (probe === undefined) throw new Error(`the sample has no probe at TTL ${ttl}`);
  return { ttl, probes: Array.from({ length: count }, (_, at) => ({ ...probe, attempt: at + 1, ...change(at) })) };
}

function withHop(hop: Hop): TraceResult {
  return { ...first, hops: first.hops.map((each) => (each.ttl === hop.ttl ? hop : each)) };
}

describe('of many traces', () => {
  const destinations = [10, 9, 100, 1, 2, 3, 4, 5].map((number) => `192.0.2.${number}`);
  const many = () =>
    destinations.map((address, index): TraceResult => {
      const isReached = index % 3 !== 0;
      const hops = [
        crowded(first.hops[0] as Hop, 1, () => ({ rtt: 50 - index, name: index === 4 ? 'Core.example' : null })),
      ];
      const source = index === 3 ? '203.0.113.77' : first.source;
      const method = index === 5 ? 'tcp' : first.method;
      return { ...first, target: address, address, source, method, hops, outcome: isReached ? 'reached' : 'unknown' };
    });

  test('those are listed that the filter wants: by their ends, method, outcome, file, who answered, and several words', async () => {
    await readTraces(...many());
    const filter = viewer.page.getByLabel('Filter the traces');
    for (const [text, wanted] of [
      ['192.0.2.100', ['192.0.2.100']],
      ['core.EXAMPLE', ['192.0.2.2']],
      ['unknown 192.0.2.10', ['192.0.2.10']],
      ['203.0.113.77', ['192.0.2.1']],
      ['tcp', ['192.0.2.3']],
      ['traces.json 192.0.2.9', ['192.0.2.9']],
      ['nobody', []],
      ['', destinations],
    ] as const) {
      await filter.fill(text);
      expect(await names()).toEqual(wanted);
    }
  });

  test('the order is that which is chosen, and an address is a number in it', async () => {
    await readTraces(...many());
    const order = viewer.page.getByLabel('Order of the traces');
    await order.selectOption('By destination');
    const sorted = [1, 2, 3, 4, 5, 9, 10, 100].map((number) => `192.0.2.${number}`);
    expect(await names()).toEqual(sorted);
    expect(await viewer.page.getByRole('heading', { level: 2 }).textContent()).toBe('192.0.2.1');
    await order.selectOption('Slowest first');
    expect(await names()).toEqual(destinations);
    await order.selectOption('Not reached first');
    expect((await names()).slice(0, 3)).toEqual(['192.0.2.10', '192.0.2.1', '192.0.2.4']);
  });

  test('more than 500 come when they are asked for', async () => {
    await readTraces(...Array.from({ length: 1203 }, () => ({ ...first, hops: [] })));
    expect(await viewer.traces.count()).toBe(500);
    await viewer.page.getByRole('button', { name: 'Show 500 more of 703' }).click();
    await viewer.page.getByRole('button', { name: 'Show 203 more of 203' }).click();
    expect(await viewer.traces.count()).toBe(1203);
  });
});

describe('of a trace with many', () => {
  test('answers, each from another address and with another note, the first are shown, and more when asked for', async () => {
    const notices = Array.from({ length: 1000 }, (_, index) => ({ code: 'redirect', text: `notice ${index}` }));
    const hop = crowded(first.hops[0] as Hop, 20_000, (index) => ({
      address: `10.0.${index >> 8}.${index & 255}`,
      changed: { identification: { sent: index, quoted: 0 } },
    }));
    await readTraces({ ...withHop(hop), notices });
    const cell = viewer.page.locator('.hops .router').nth(1);
    expect(await cell.locator('.address').count()).toBe(64);
    await cell.getByRole('button', { name: 'Show 64 more of 19936' }).click();
    expect(await cell.locator('.address').count()).toBe(128);
    await viewer.page.getByRole('button', { name: 'Show 5 more of 995' }).click();
    expect(await viewer.page.locator('.trace .notice', { hasText: 'notice 9' }).count()).toBe(1);
    expect(await viewer.page.getByText('A picture of 20005 routers and 20015 probes is left out.').count()).toBe(1);
    await viewer.page.getByRole('button', { name: 'Show 50 more of 19950' }).click();
    await viewer.page.getByRole('heading', { name: 'Probe 100', exact: false }).waitFor();
  });

  test('lines the picture is shown when it is asked for', async () => {
    await readTraces(withHop(crowded(first.hops[1] as Hop, 64, (index) => ({ address: `10.0.0.${index}` }))));
    expect(await viewer.page.locator('.plot').isVisible()).toBe(false);
    await viewer.page.getByText('Path and round-trip times, 71 lines').click();
    expect(await viewer.page.locator('.plot').isVisible()).toBe(true);
  });
});

test('whatever results may hold is shown, within the width of the page and without a complaint', async () => {
  const results = fc.array(traceResult(), { minLength: 20, maxLength: 20 });
  const property = fc.asyncProperty(results, async (traces) => {
    await readTraces(...traces);
    expect(await viewer.traces.count()).toBe(traces.length);
    for (const trace of await viewer.traces.all()) {
      await trace.dispatchEvent('click');
      const width = await viewer.page.evaluate(async () => {
        for (const row of document.querySelectorAll<HTMLElement>('.hops tbody tr')) {
          row.click();
          await new Promise(requestAnimationFrame);
          for (const details of document.querySelectorAll('details')) details.open = true;
          await new Promise(requestAnimationFrame);
        }
        return document.documentElement.scrollWidth - innerWidth;
      });
      expect(width).toBeLessThanOrEqual(0);
    }
    expect(viewer.complaints).toEqual([]);
  });
  await fc.assert(property, { numRuns: 3, endOnFailure: true });
});

describe('of a trace can be taken along', () => {
  test('its text, as the command prints it', async () => {
    await viewer.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await readTraces(first);
    await viewer.page.getByRole('button', { name: 'Copy as text' }).click();
    await viewer.page.getByText('Copied, as traceroute prints it.').waitFor();
    const printed = await byCommand('read', '-n', sample);
    expect(printed).toContain(await viewer.page.evaluate(() => navigator.clipboard.readText()));
  });

  test('its picture, as the command draws it', async () => {
    await readTraces(first);
    const button = viewer.page.getByRole('button', { name: 'Save the path as SVG' });
    const [download] = await Promise.all([viewer.page.waitForEvent('download'), button.click()]);
    expect(download.suggestedFilename()).toBe(`${first.target}.svg`);
    const drawn = await byCommand('read', '--format', 'svg', '--to', first.address, sample);
    expect(readFileSync(await download.path(), 'utf8')).toBe(drawn);
  });
});
