import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { noticesFor } from '../build/notices.js';

const at = (path: string): URL => new URL(path, import.meta.url);

test('the page carries the licence of each who wrote a part of it', () => {
  const page = readFileSync(at('../dist/index.html'), 'utf8');
  expect(page).toContain(readFileSync(at('../../../LICENSE'), 'utf8').trim());
  expect(page).toMatch(/^pako [\d.]+, \(MIT AND Zlib\)$/m);
  expect(page).toContain('Copyright (C) 2014-2017 by Vitaly Puzrin and Andrei Tuputcyn');
});

test('a module of somebody who gives no licence is not built into it', () => {
  const root = mkdtempSync(join(tmpdir(), 'notices-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'node_modules/@someone/thing');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "@someone/thing" }');
  expect(() => noticesFor([`${folder}/dist/index.js`])).toThrow(`${folder} has no licence`);
});
