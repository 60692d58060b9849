import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { explainLoading } from './unavailable.js';

const scratch = mkdtempSync(join(tmpdir(), 'hoplite-raw-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** What Node throws where the package is in such a state: its files and what is in them. */
function fault(name: string, files: Readonly<Record<string, string>>): unknown {
  const folder = join(scratch, name);
  mkdirSync(join(folder, 'node_modules', 'raw-socket', 'build', 'Release'), { recursive: true });
  for (const [path, text] of Object.entries(files))
    writeFileSync(join(folder, 'node_modules', 'raw-socket', path), text);
  // By Node itself: vitest would look in the workspace too, where the package is.
  const script = "import('raw-socket').catch(({ code, message }) => console.log(JSON.stringify({ code, message })))";
  const { message, ...rest } = JSON.parse(
    execFileSync(process.execPath, ['--eval', script], { cwd: folder, encoding: 'utf8' }),
  );
  return Object.assign(new Error(message), rest);
}

const INDEX = { 'index.js': 'require("./build/Release/raw.node");', 'package.json': '{ "main": "index.js" }' };

describe('where raw-socket does not load, the error says why and what to do', () => {
  test.each([
    ['it is not installed', 'RAW_SOCKET_MISSING', /^npm install raw-socket@1\.8\.1$/, {}],
    ['it was not built', 'RAW_SOCKET_UNBUILT', /^npm rebuild raw-socket/, INDEX],
    [
      'it was built for another system',
      'RAW_SOCKET_FOREIGN',
      /^npm rebuild raw-socket/,
      { ...INDEX, 'build/Release/raw.node': 'no shared object' },
    ],
    ['it throws', 'RAW_SOCKET_FAILED', /npm install/, { ...INDEX, 'index.js': 'throw new Error("broken")' }],
  ])('%s', (state, code, remedy, files) => {
    const explanation = explainLoading(fault(state.replaceAll(' ', '-'), files));
    expect(explanation).toMatchObject({ code, remedy: expect.stringMatching(remedy) });
    expect(explanation.message).toMatch(/raw-socket/);
    expect(explanation.message).not.toContain('\n');
  });
});

test('all that Node says of an addon for another Node is said, in one line', () => {
  const said = [
    "The module '/opt/raw.node'",
    'was compiled against a different Node.js version using',
    'NODE_MODULE_VERSION 108. This version of Node.js requires',
    'NODE_MODULE_VERSION 115. Please try re-compiling or re-installing',
    'the module (for instance, using `npm rebuild` or `npm install`).',
  ];
  const { code, message } = explainLoading(Object.assign(new Error(said.join('\n')), { code: 'ERR_DLOPEN_FAILED' }));
  expect(code).toBe('RAW_SOCKET_FOREIGN');
  expect(message).toContain(said.join(' '));
});

test('in a worker thread it is not even tried: its sockets would be watched by another thread', async () => {
  vi.doMock('node:worker_threads', () => ({ isMainThread: false }));
  const { loadRawSocket } = await import('./load.js');
  await expect(loadRawSocket()).rejects.toMatchObject({ code: 'RAW_SOCKET_THREAD', name: 'RawUnavailableError' });
  vi.doUnmock('node:worker_threads');
});
