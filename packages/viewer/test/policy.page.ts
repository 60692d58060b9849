import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fileOf } from './read-by-command.js';
import { ViewerPage } from './viewer-page.js';

const sample = fileOf('samples/traceroute.pcapng');

describe('nothing leaves the page', () => {
  test('since its policy allows its own script and style, a worker of its own making, and nothing else', () => {
    const html = readFileSync(new URL('../dist/index.html', import.meta.url), 'utf8');
    const [, policy = ''] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(html) ?? [];
    const hashOf = (pattern: RegExp) =>
      `'sha256-${createHash('sha256')
        .update(pattern.exec(html)?.[1] ?? '')
        .digest('base64')}'`;
    expect(policy.split('; ').toSorted()).toEqual([
      "base-uri 'none'",
      "default-src 'none'",
      "form-action 'none'",
      'img-src data:',
      "require-trusted-types-for 'script'",
      `script-src ${hashOf(/<script type="module">(.*?)<\/script>/s)}`,
      `style-src ${hashOf(/<style>(.*?)<\/style>/s)}`,
      'trusted-types hoplite',
      'worker-src blob:',
    ]);
  });

  test('since its own policy refuses whatever could take it away, and text that would become markup', async () => {
    await using viewer = await ViewerPage.open();
    await viewer.page.evaluate((origin) => {
      const append = (name: string, attributes: Record<string, string>) => {
        const element = document.createElement(name);
        for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
        document.body.append(element);
      };
      const attempts = [
        () => void fetch(`${origin}/by-fetch`).catch(() => {}),
        () => void navigator.sendBeacon(`${origin}/by-beacon`, 'x'),
        () => void new WebSocket(`${origin.replace('http', 'ws')}/by-socket`),
        () => append('img', { src: `${origin}/by-image` }),
        () => append('link', { rel: 'stylesheet', href: `${origin}/by-style` }),
        () => append('iframe', { src: `${origin}/by-frame` }),
        () => append('video', { src: `${origin}/by-video` }),
        () => append('base', { href: `${origin}/by-base` }),
        () => append('form', { action: `${origin}/by-form`, method: 'post' }),
        () => document.forms[0]?.submit(),
        () => void new Worker(`${origin}/by-worker`),
        () => {
          document.body.innerHTML = '<b>markup</b>';
        },
      ];
      for (const attempt of attempts) {
        try {
          attempt();
        } catch {
          // The complaint tells of it.
        }
      }
    }, viewer.origin);
    const refused = [
      'by-fetch',
      'by-beacon',
      'by-socket',
      'by-image',
      'by-style',
      "Framing 'http",
      'by-video',
      'by-base',
      'by-form',
      'TrustedScriptURL',
      'TrustedHTML',
    ];
    for (const what of refused) await viewer.complains(what);
    viewer.forgiveComplaints();
  });
});

test('nothing leaves its worker either', async () => {
  await using viewer = await ViewerPage.open();
  await viewer.read(sample);
  const [worker] = viewer.page.workers();
  const attempts = await worker?.evaluate(async (origin) => {
    const tried = (attempt: () => unknown) => new Promise((resolve) => resolve(attempt())).then(() => 'done', String);
    return await Promise.all([
      tried(() => fetch(`${origin}/by-fetch`)),
      tried(() => Reflect.get(globalThis, 'importScripts')(`${origin}/by-import`)),
    ]);
  }, viewer.origin);
  expect(attempts).toEqual([expect.stringContaining('TypeError'), expect.stringMatching(/Error/)]);
  viewer.forgiveComplaints();
});
