import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { hoplite } from './support/hoplite.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(`${root}/README.md`, 'utf8');
const blocks = [...readme.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language = '', body = '']) => ({
  language,
  body,
}));

/** The code blocks of one language. */
const written = (language: string) => blocks.filter((block) => block.language === language).map(({ body }) => body);

afterEach(() => vi.restoreAllMocks());

test('the README begins with the two commands that a newcomer needs', () => {
  expect(blocks.slice(0, 2).map(({ body }) => body)).toEqual([
    'npx -y pnpm@12.21.0 start\n',
    'npx -y pnpm@12.21.0 test\n',
  ]);
});

describe('every session in the README', () => {
  const sessions = written('console').map((body) => {
    const [command = '', ...output] = body.split(/(?<=\n)/);
    return { command: command.trimEnd(), output: output.join('') };
  });

  test('is there', () => expect(sessions.length).toBeGreaterThanOrEqual(2));

  test.each(sessions)('shows what the command prints: $command', async ({ command, output }) => {
    const [, args = '', head] = /^\$ npx hoplite (.*?)(?: \| head -(\d+))?$/.exec(command) ?? [];
    const lines = (await hoplite(...args.split(' '))).split(/(?<=\n)/);
    expect(output).toBe(lines.slice(0, head === undefined ? undefined : Number(head)).join(''));
  });
});

describe('the examples in the README', () => {
  test('are the files in examples, which the types are checked of', () => {
    const files = ['trace', 'read-capture'].map((name) => readFileSync(`${root}/examples/${name}.ts`, 'utf8'));
    expect(written('ts')).toEqual(files);
  });

  test('print every hop of the trace, as it is decided', async () => {
    const lines = await printed(() => import('../examples/trace.js'));
    expect(lines.map((line) => line.split(' ')[0])).toEqual(
      [...Array(10).keys()].map((i) => `${i + 1}`).concat('reached'),
    );
    expect(lines.at(-1)).toBe('reached after 10 hops');
  });

  test('print every trace of the sample', async () => {
    const lines = await printed(() => import('../examples/read-capture.js'));
    expect(lines.filter((line) => line.includes(' to '))).toEqual([
      'udp-classic to 203.0.113.2: reached, 18 probes',
      'icmp to 203.0.113.6: reached, 28 probes',
      'udp-classic to 2001:db8:f::2: reached, 18 probes',
    ]);
    expect(lines).toContain('5 silent');
  });

  async function printed(example: () => Promise<unknown>): Promise<string[]> {
    const print = vi.spyOn(console, 'log').mockReturnValue();
    await example();
    return print.mock.calls.map((values) => values.join(' '));
  }
});
