import { readFileSync } from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { run } from 'hoplite/run';
import { describe, expect, test, vi } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(root + path, 'utf8');

describe.each(['docs/diagnostics.md', 'docs/names.md'])('%s', (path) => {
  const sessions = [...read(path).matchAll(/^```console\n\$ npx hoplite (.*)\n(.*?)^```$/gms)].map(
    ([, command = '', output = '']) => ({ command, output }),
  );

  test('shows how it is used', () => expect(sessions.length).toBeGreaterThan(0));

  test.each(sessions)('shows what the command prints: $command', async ({ command, output }) => {
    const [, args = '', quiet, head] = /^(.*?)( 2>&1 >\/dev\/null)?(?: \| head -(\d+))?$/.exec(command) ?? [];
    const { stdout, stderr } = await printed(args.split(' '));
    const lines = (quiet === undefined ? stdout : stderr).split(/(?<=\n)/);
    expect(lines.slice(0, head === undefined ? undefined : Number(head)).join('')).toBe(output);
  });
});

test('docs/diagnostics.md shows examples/diagnostics.ts, which hears every reply and counts every byte', async () => {
  expect(read('docs/diagnostics.md')).toContain(`\`\`\`ts\n${read('examples/diagnostics.ts')}\`\`\`\n`);
  const print = vi.spyOn(console, 'log').mockReturnValue();
  await import('../examples/diagnostics.js');
  expect(print.mock.calls.flat()).toEqual([
    'ttl 1: 192.168.1.1',
    'ttl 2: 203.0.113.1',
    'ttl 3: 203.0.113.34',
    expect.stringMatching(/^204 bytes sent, \d+ received$/),
  ]);
  print.mockRestore();
});

async function printed(args: readonly string[]): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const texts = Promise.all([text(stdout), text(stderr)]);
  await run(args, { stdin: Readable.from([]), stdout, stderr, interrupt: new AbortController().signal });
  for (const stream of [stdout, stderr]) stream.end();
  const [out, err] = await texts;
  return { stdout: out, stderr: err };
}
