import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import type { TraceResult } from '@hoplite/engine';
import { traceResult } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dot } from './dot.js';
import type { TraceFormat } from './format.js';
import { hopsToTheEnd, isAnswered } from './hops-to-the-end.js';
import { html } from './html.js';
import type { JsonOptions } from './json.js';
import { longPath, nothingButSilence, sixteenWays } from './picture/networks.fixture.js';
import { traced } from './picture/traced.fixture.js';
import { svg } from './svg.js';
import { hop, portUnreachable, reply, trace } from './traces.fixture.js';

const formats = { dot, svg, html } as const;
const xmlFormats = ['svg', 'html'] as const;

function print(format: TraceFormat<JsonOptions>, ...results: readonly TraceResult[]): string {
  const document = format.begin({});
  return results.map((result, index) => document.trace(result, index + 1)).join('') + document.end();
}

/** The elements and attributes that a parser of others finds, in their order. Fails where the text is not well-formed XML. */
function structureOf(xml: string): readonly string[] {
  const { error, stdout, stderr, status } = tool('xmllint', ['--nonet', '--debug', '-'], xml);
  expect(error, 'xmllint, of the Debian package libxml2-utils, runs').toBeUndefined();
  expect([stderr, status]).toEqual(['', 0]);
  return [...stdout.matchAll(/^ *((?:ELEMENT|ATTRIBUTE) \S+)/gm)].map(([, name = '']) => name);
}

/** The SVG that Graphviz draws of a graph. Fails where Graphviz has anything against it. */
function drawn(graph: string): string {
  const { error, stdout, stderr, status } = tool('dot', ['-Tsvg'], graph);
  expect(error, 'dot, of the Debian package graphviz, runs').toBeUndefined();
  expect(status, stderr).toBe(0);
  expect(stderr).not.toMatch(/^(Error|Warning)/m);
  return stdout;
}

function tool(name: string, args: readonly string[], input: string) {
  return spawnSync(name, args, { input, encoding: 'utf8', maxBuffer: 2 ** 28 });
}

/** The same result with `x` for each text that others may have chosen. */
function harmless(result: TraceResult): TraceResult {
  const chosen = new Set(['target', 'name', 'method', 'message', 'code', 'text']);
  return JSON.parse(JSON.stringify(result), (key, value) =>
    chosen.has(key) && typeof value === 'string' && value !== '' ? 'x' : value,
  );
}

const paths = {
  'a path of thirty hops': () => traced(longPath()),
  'a path with sixteen ways': () => traced(sixteenWays(), { method: 'udp-dublin', queries: 64 }),
  'nothing but silence': () => traced(nothingButSilence()),
  'no hop at all': async () => trace([], { outcome: 'failed', answeredBy: null }),
  'a hop with TTL 255': async () =>
    trace([{ ...hop(255, reply('10.6.0.1', 1)), ttl: 255 }], { outcome: 'max-ttl', answeredBy: null }),
  'the longest name': async () =>
    trace([
      hop(1, reply('10.1.0.1', 1, { name: `${'a'.repeat(63)}.`.repeat(4).slice(0, 253) })),
      hop(2, portUnreachable('10.6.0.2', 2)),
    ]),
} as const;

describe.each(Object.entries(paths))('of %s', (_, path) => {
  it.each(xmlFormats)('the %s is well-formed, and has every address', async (name) => {
    const result = await path();
    const text = print(formats[name], result);
    expect(structureOf(text).length).toBeGreaterThan(5);
    for (const address of addressesOf(result)) expect(text).toContain(`>${address}<`);
  });

  it('Graphviz draws the graph, with every address', async () => {
    const result = await path();
    const picture = drawn(print(dot, result));
    expect(structureOf(picture)).toContain('ELEMENT svg');
    for (const address of addressesOf(result))
      expect(picture).toMatch(new RegExp(`>(\\d+ &#160;)?${address.replaceAll('.', '\\.')}<`));
  });

  it('the report has the time of every answer, in the plot to the nanosecond', async () => {
    const result = await path();
    const report = print(html, result);
    for (const { ttl, probes } of hopsToTheEnd(result)) {
      for (const { address, attempt, rtt } of probes.filter(isAnswered)) {
        expect(report).toContain(`TTL ${ttl}, ${address}, attempt ${attempt}: ${rtt} ms`);
        expect(report).toContain((rtt ?? 0).toFixed(3));
      }
    }
  });

  it.each(xmlFormats)('the %s needs nothing from elsewhere and runs nothing', async (name) => {
    const text = print(formats[name], await path());
    const addresses = [...text.matchAll(/\w+:\/\/[^"\s]*/g)].map(([address]) => address);
    expect(new Set(addresses)).toEqual(new Set(['http://www.w3.org/2000/svg']));
    expect(text).not.toMatch(/<script|<link|<img|<iframe|<object|\son\w+=|@import|url\(|javascript:/i);
  });
});

function addressesOf({ source, address, hops }: TraceResult): readonly string[] {
  return [source, address, ...hops.flatMap(({ probes }) => probes.filter(isAnswered).map((probe) => probe.address))];
}

describe('text of others', () => {
  it.each(xmlFormats)('stays text in the %s: the same elements as with harmless text', (name) => {
    fc.assert(
      fc.property(fc.array(traceResult(), { maxLength: 2 }), (results) => {
        const hostile = structureOf(print(formats[name], ...results));
        expect(hostile).toEqual(structureOf(print(formats[name], ...results.map(harmless))));
      }),
      { numRuns: 40 },
    );
  });

  it('stays text in the graph: the same nodes and edges as with harmless text', () => {
    const shapes = (results: readonly TraceResult[]) =>
      [...drawn(print(dot, ...results)).matchAll(/<g id="\w+" class="(\w+)">/g)].map(([, kind]) => kind);
    fc.assert(
      fc.property(fc.array(traceResult(), { maxLength: 2 }), (results) => {
        expect(shapes(results)).toEqual(shapes(results.map(harmless)));
      }),
      { numRuns: 20 },
    );
  });

  it('is shown as it is written', () => {
    const name = '</text><script>alert(1)</script>&amp;"\'\\N';
    const result = trace([hop(1, reply('10.1.0.1', 1, { name })), hop(2, portUnreachable('10.6.0.2', 2))]);
    const escaped = '&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;';
    for (const format of [svg, html]) expect(print(format, result)).toContain(`${escaped}&quot;&#39;\\N`);
    expect(drawn(print(dot, result))).toContain('&amp;amp;&quot;&#39;\\N');
  });

  it('of whatever length is shortened in the picture, and whole in its title', () => {
    const name = `${'long-'.repeat(50)}.example`;
    const result = trace([hop(1, reply('10.1.0.1', 1, { name })), hop(2, portUnreachable('10.6.0.2', 2))]);
    const shown = [...print(svg, result).matchAll(/<text class="name"[^>]*>([^<]*)/g)].map(([, text = '']) => text);
    expect(shown).toContainEqual(expect.stringMatching(/^long-.*…-?.*\.example$/));
    for (const text of shown) expect(text.length).toBeLessThan(45);
    expect(print(svg, result)).toMatch(new RegExp(`<title>[^<]*${name}`));
  });
});

describe('a document of several traces', () => {
  const first = trace([hop(1, portUnreachable('10.6.0.2', 2))], { target: 'one.example' });
  const second = trace([hop(1, reply('10.1.0.1', 2))], { target: 'two.example', outcome: 'max-ttl', answeredBy: null });

  it.each(['dot', ...xmlFormats] as const)('is one %s with all of them', (name) => {
    const text = print(formats[name], first, second);
    const structure = structureOf(name === 'dot' ? drawn(text) : text);
    expect(
      structure.filter((element) => element === `ELEMENT ${name === 'html' ? 'html' : 'title'}`).length,
    ).toBeGreaterThan(0);
    for (const { target } of [first, second])
      expect(text).toContain(`Path to ${name === 'html' ? '<span class="target">' : ''}${target}`);
  });

  it('has no identifier twice', () => {
    for (const format of [svg, html]) {
      const ids = [...print(format, first, second).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(ids.length).toBeGreaterThan(4);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  it('lists them in the report, with how each ended', () => {
    const report = print(html, first, second);
    expect(report).toContain('<a href="#trace-1">one.example</a> ✓ reached');
    expect(report).toContain('<a href="#trace-2">two.example</a> … largest TTL passed');
  });

  it('tells apart in that list what was traced to the same target by another method, or at another time', () => {
    const again = { ...first, method: 'tcp', startedAt: '2026-11-22T12:06:36.691657000Z' } as const;
    expect(print(html, first, again)).toContain('one.example</a> ✓ reached, by tcp, 2026-11-22 12:06:36 UTC</li>');
  });

  it.each(xmlFormats)('is well-formed also as %s of none', (name) => {
    expect(structureOf(print(formats[name]))).toContain('ELEMENT title');
  });
});

describe('a report', () => {
  const result = trace(
    [
      hop(1, reply('10.1.0.1', 1.5, { mpls: [{ label: 24001, trafficClass: 0, bottom: true, ttl: 1 }] })),
      hop(2, portUnreachable('10.6.0.2', 2)),
    ],
    {
      notices: [{ code: 'redirect', text: 'someone sent a Redirect' }],
      options: { firstTtl: 1, maxTtl: 32, queries: 3, method: 'udp' },
    },
  );
  const report = print(html, result);

  it('tells outcome, notices, what answers told besides, and the options in effect', () => {
    for (const text of ['Reached at TTL 2.', 'someone sent a Redirect', 'MPLS:L=24001', '<dt>maxTtl</dt><dd>32</dd>']) {
      expect(report).toContain(text);
    }
  });

  it('allows no script, no network and no style but its own', () => {
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(report) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(report).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;;`,
    );
  });

  it('holds what mtr sent in hours', () => {
    const round = Array.from({ length: 70_000 }, (_, index) => reply('10.1.0.1', 1 + (index % 7)));
    const hours = trace([
      hop(1, ...round),
      hop(2, ...round.map(({ rtt }) => portUnreachable('10.6.0.2', (rtt ?? 0) + 1))),
    ]);
    expect([...print(html, hours).matchAll(/<circle class="sample /g)]).toHaveLength(140_000);
  });

  it('has one heading of the first level, and no level left out', () => {
    const levels = (text: string) => [...text.matchAll(/<h(\d)/g)].map(([, level]) => level);
    const single = html.begin({ single: true });
    expect(levels(single.trace(result, 1) + single.end())).toEqual(['1', '2', '2']);
    expect(levels(report).sort()).toEqual(['1', '2', '3', '3']);
  });

  it('tells its language, and names what it shows to those who cannot see it', () => {
    expect(report).toMatch(/<html lang="en">/);
    for (const [, ids = ''] of report.matchAll(/aria-labelledby="([^"]*)"/g)) {
      for (const id of ids.split(' ')) expect(report).toContain(` id="${id}"`);
    }
    for (const [tag] of report.matchAll(/<svg[^>]*>/g))
      expect(tag).toMatch(/role="img" aria-labelledby|aria-hidden="true"/);
    expect(report).toMatch(/<th scope="col"[^>]*>TTL</);
    expect(report).toMatch(/<th scope="rowgroup"[^>]*>1</);
  });
});
