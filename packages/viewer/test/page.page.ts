import { readFileSync } from 'node:fs';
import type { TraceResult } from '@hoplite/engine';
import { readCapture } from '@hoplite/transport-pcap';
import { encodePcapngHeader, encodePcapngPacket } from '@hoplite/transport-pcap/core';
import { layOut, pathGraph, pathPicture, rttPlot } from 'hoplite/browser';
import { describe, expect, test } from 'vitest';
import { byCommand, fileOf } from './read-by-command.js';
import { ViewerPage } from './viewer-page.js';

const sample = fileOf('samples/traceroute.pcapng');

describe('the page', () => {
  test('shows of a dropped capture its traces, hops and answers as `hoplite read` has them', async () => {
    await using viewer = await ViewerPage.open();
    await viewer.drop({ name: 'some.pcapng', bytes: readFileSync(sample) });
    const traces: readonly TraceResult[] = JSON.parse(await byCommand('read', '--format', 'json', sample));
    expect(await viewer.traces.allTextContents()).toEqual([
      '203.0.113.2udp-classic, ✓ 6 hops03:16:12',
      '203.0.113.6icmp, ✓ 5 hops03:16:13',
      '2001:db8:f::2udp-classic, ✓ 6 hops03:16:13',
    ]);
    for (const [index, trace] of traces.entries()) {
      await viewer.traces.nth(index).click();
      const facts = await viewer.page.locator('.facts dd').allTextContents();
      const started = `${trace.startedAt.slice(0, 19).replace('T', ' ')} UTC`;
      const took = `${trace.duration.toFixed(1)} ms`;
      expect(facts.slice(0, 5)).toEqual([trace.method, trace.source, started, took, `${trace.probesSent}`]);
      expect(await viewer.page.getByRole('heading', { level: 2 }).textContent()).toBe(trace.address);
      const rows = viewer.page.locator('.hops tbody tr');
      for (const [place, { ttl, probes }] of trace.hops.entries()) {
        const cells = await rows.nth(place).locator('th, td').allTextContents();
        const answers = probes.flatMap((probe) => (probe.status === 'replied' ? [probe] : []));
        expect(cells[0]).toBe(String(ttl));
        for (const { address } of answers) expect(cells[1]).toContain(address);
        expect(cells[2]).toBe(`${answers.length}/${probes.length}`);
        expect(cells.slice(3)).toEqual(timesOf(answers.map(({ rtt }) => rtt ?? Number.NaN)));
      }
    }
  });

  test('ends a path where its target first answered, and keeps what the capture holds beyond', async () => {
    await using viewer = await ViewerPage.open();
    await viewer.read(fileOf('test/corpus/mtr6-udp.pcapng'));
    expect(await viewer.page.locator('.trace > header').textContent()).toContain('Reached at TTL 5.');
    expect(await viewer.page.locator('.hops .beyond th').allTextContents()).toEqual(['6']);
  });

  test('counts an answer that came too late, says so, and leaves its time out', async () => {
    await using viewer = await ViewerPage.open();
    const [trace] = JSON.parse(await byCommand('read', '--format', 'json', sample));
    const [one, two, three] = trace.hops[0].probes;
    Object.assign(three, { status: 'late', rtt: 9000 });
    await viewer.read({ name: 'late.json', bytes: Buffer.from(JSON.stringify(trace)) });
    const cells = await viewer.page.locator('.hops tbody tr').first().locator('td').allTextContents();
    expect(cells).toEqual(['192.0.2.1late', '3/3', ...timesOf([one.rtt, two.rtt])]);
    await viewer.shownBehind(1);
    const heading = viewer.page.getByRole('article', { name: 'Probe 3' }).getByRole('heading');
    expect(await heading.textContent()).toBe('Probe 3, answered by 192.0.2.1 in 9000.000 ms, too late');
  });

  test('says why there are no packets: of results, of a TTL that was not asked, of what was not sent', async () => {
    await using viewer = await ViewerPage.open();
    const [trace] = JSON.parse(await byCommand('read', '--format', 'json', sample));
    const error = { code: 'EPERM', message: 'not permitted' };
    trace.hops[1].probes = [];
    trace.hops[2].probes = [{ ...trace.hops[4].probes[0], status: 'failed', error, frames: null }];
    await viewer.read({ name: 'some.json', bytes: Buffer.from(JSON.stringify(trace)) });
    const said: (string | null)[] = [];
    for (const ttl of [1, 2, 3]) {
      await viewer.page.getByRole('button', { name: `Hop ${ttl}`, exact: true }).click();
      const packets = viewer.page.getByRole('region', { name: 'Packets of the hop' });
      if (ttl === 2) await packets.getByRole('heading', { name: 'Packets of hop 2' }).waitFor();
      else await viewer.shownBehind(ttl);
      said.push(await packets.locator('> :nth-child(2)').textContent());
    }
    expect(said).toEqual([
      'Results hold no packets: open the capture itself to see them.',
      'The file holds no probe with this TTL.',
      expect.stringMatching(/^Probe 1, not sent: not permitted/),
    ]);
  });

  test('draws the path and every round-trip time, and a press on a line of the path chooses its hop', async () => {
    await using viewer = await ViewerPage.open();
    const { page } = viewer;
    await viewer.read(sample);
    const [trace]: readonly TraceResult[] = JSON.parse(await byCommand('read', '--format', 'json', sample));
    if (trace === undefined) throw new Error('the sample has no trace');
    const layout = layOut(pathGraph(trace));
    const text = { id: 'x', title: 'x', description: 'x' };
    const path = pathPicture(layout, text).svg.markup;
    const plot = rttPlot(layout, text).markup;
    for (const [drawn, markup] of [
      ['.picture:not(.plot, .plot-labels)', path],
      ['.plot', plot],
    ] as const) {
      const parts = page.locator(drawn).locator('xpath=descendant-or-self::*');
      expect(await parts.count()).toBe([...markup.matchAll(/<[a-z]/g)].length);
      const attributes = await parts.evaluateAll((all) => all.flatMap((part) => part.getAttributeNames()).sort());
      expect(attributes).toEqual([...markup.matchAll(/ (?!xmlns)([\w-]+)="/g)].map(([, name]) => name).sort());
    }
    const answers = trace.hops.flatMap(({ probes }) => probes).filter(({ status }) => status === 'replied');
    expect(await page.locator('.plot circle').count()).toBe(answers.length);
    await page.locator('.picture .node', { hasText: '198.51.100.14' }).click();
    await page.getByRole('heading', { name: 'Packets of hop 4' }).waitFor();
    expect(await page.getByRole('button', { name: 'Hop 4', exact: true }).getAttribute('aria-pressed')).toBe('true');
  });

  test('shows the packets of the hop that was chosen last, however late those of another come', async () => {
    await using viewer = await ViewerPage.open();
    const { page } = viewer;
    await viewer.read(sample);
    await viewer.shownBehind(1);
    await page.clock.install();
    const late = await page.evaluateHandle(() => {
      const { postMessage } = Worker.prototype;
      const asked = { answer: async (): Promise<unknown> => null };
      Worker.prototype.postMessage = function (this: Worker, message: unknown) {
        Worker.prototype.postMessage = postMessage;
        asked.answer = () =>
          new Promise((resolve) => {
            this.addEventListener('message', () => resolve(null), { once: true });
            this.postMessage(message);
          });
      };
      return asked;
    });
    await page.getByRole('button', { name: 'Hop 2', exact: true }).click();
    await page.getByRole('button', { name: 'Hop 3', exact: true }).click();
    await viewer.shownBehind(3);
    await page.clock.runFor(1000);
    expect(await page.locator('.packets h3').textContent()).toBe('Packets of hop 3');
    await late.evaluate((asked) => asked.answer());
    expect(await page.locator('.packets h3').textContent()).toBe('Packets of hop 3');
  });

  test('on a telephone the times at the axis stand apart', async () => {
    await using viewer = await ViewerPage.open();
    await viewer.page.setViewportSize({ width: 360, height: 740 });
    await viewer.read(sample);
    for (const trace of await viewer.traces.all()) {
      await trace.click();
      const boxes = await viewer.page
        .locator('.plot .tick')
        .evaluateAll((ticks) =>
          ticks.map((tick) => tick.getBoundingClientRect()).map(({ left, right }) => [left, right]),
        );
      const shown = boxes.filter(([left = 0, right = 0]) => right > left);
      expect(shown.length).toBeGreaterThan(1);
      for (const [index, [left = 0]] of shown.slice(1).entries())
        expect(left - (shown[index]?.[1] ?? 0)).toBeGreaterThan(4);
    }
  });

  test('needs no server', async () => {
    await using viewer = await ViewerPage.open({ scheme: 'file' });
    await viewer.page.getByRole('button', { name: 'Try the sample' }).click();
    await viewer.ended();
    expect(await viewer.traces.count()).toBe(3);
  });

  test('shows hostile text as text', async () => {
    await using viewer = await ViewerPage.open();
    const [trace] = JSON.parse(await byCommand('read', '--format', 'json', sample));
    const hostile = '<img src=x onerror=alert(1)></svg><script>alert(2)</script>\u202e\u0007';
    Object.assign(trace, {
      ...{ target: hostile, method: hostile, annotation: hostile, outcome: 'failed' },
      ...{ error: { code: hostile, message: hostile }, notices: [{ code: hostile, text: hostile }] },
    });
    Object.assign(trace.hops[0].probes[0], {
      ...{ name: hostile, annotation: hostile, addressKind: hostile, unknown: [hostile], [hostile]: { [hostile]: 1 } },
      ...{ origin: { asn: null, name: hostile, country: null }, changed: { [hostile]: { sent: hostile, quoted: 1 } } },
      interfaces: [{ role: 'incoming', index: null, address: null, name: hostile, mtu: null }],
    });
    await viewer.read({ name: `${hostile.replaceAll('/', '')}.json`, bytes: Buffer.from(JSON.stringify(trace)) });
    const { page } = viewer;
    expect(await page.getByRole('heading', { level: 2 }).textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(await page.getByRole('heading', { level: 2 }).textContent()).toContain('\\u202e\\x07');
    await viewer.shownBehind(1);
    for (const packet of await page.locator('details.packet').all()) await packet.locator('summary').click();
    await page.locator('.packet dl').first().waitFor();
    const shown = (await page.locator('body').textContent()) ?? '';
    expect(['\u202e', '\u0007'].filter((character) => shown.includes(character))).toEqual([]);
    expect(await page.locator('body img, body script:not([type=module])').count()).toBe(0);
  });
});

describe('hostile text', () => {
  const hostile = '<img src=x onerror=alert(1)></pre><script>alert(2)</script>\u202e\u0007';

  test("in a capture's comments is shown as text", async () => {
    await using viewer = await ViewerPage.open();
    const { page } = viewer;
    const format = { comment: hostile, interfaces: [{ linkType: 1 }] } as const;
    const parts = [encodePcapngHeader(format)];
    for await (const packet of readCapture(fileOf('test/corpus/traceroute6-icmp.pcap'))) {
      parts.push(encodePcapngPacket(format, { ...packet, interface: 0, comment: hostile }));
    }
    await viewer.read({ name: 'commented.pcapng', bytes: Buffer.concat(parts) });
    await page.locator('.packet summary').first().click();
    const comment = page.locator('.packet dd', { hasText: '<img src=x onerror=alert(1)>' });
    expect(await comment.textContent()).toBe(`${hostile.slice(0, -2)}\\u202e\\x07`);
    expect(await page.locator('body img, body script:not([type=module])').count()).toBe(0);
  });
});

/** Best, average, worst and the deviation of the sample, as the table writes them; empty where nobody answered. */
function timesOf(rtts: readonly number[]): readonly string[] {
  if (rtts.length === 0) return ['', '', '', ''];
  const average = rtts.reduce((sum, rtt) => sum + rtt, 0) / rtts.length;
  const squares = rtts.reduce((sum, rtt) => sum + (rtt - average) ** 2, 0);
  const deviation = Math.sqrt(squares / Math.max(1, rtts.length - 1));
  return [Math.min(...rtts), average, Math.max(...rtts), deviation].map((value) => value.toFixed(3));
}
