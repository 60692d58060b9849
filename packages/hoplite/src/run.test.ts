import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileWith, hoplite, pcap, twoHops } from './command.fixture.js';

const capture = await pcap(twoHops({ target: '192.0.2.1' }));

describe('wrong usage exits 2', () => {
  it('without any argument, with the help of the program', async () => {
    const { status, stdout, stderr } = await hoplite([]);
    expect(stderr).toMatch(/^Usage: hoplite /);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it('an output file that is the capture, which stays as it is', async () => {
    const file = fileWith(capture);
    const ran = await hoplite(['packets', '--output', file, file]);
    expect(ran).toMatchObject({ status: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^hoplite: --output .* is the file that is read: name another file\n$/);
    expect(readFileSync(file)).toEqual(capture);
  });
});

describe('a bad input file exits 4 with one line', () => {
  it.each([
    ['read', ''],
    ['packets', ''],
    ['read', '[]\n'],
  ])('hoplite %s of a file that does not exist', async (command, json) => {
    const format = json === '' ? 'text' : 'json';
    expect(await hoplite([command, '--format', format, '/nonexistent/x.pcap'])).toEqual({
      status: 4,
      stdout: json,
      stderr: 'hoplite: /nonexistent/x.pcap: no such file\n',
    });
  });

  it.each([
    ['that is empty', ''],
    ['that is no capture', 'no capture at all, only text that goes on for a while'],
  ])('a file %s', async (_, content) => {
    const { status, stdout, stderr } = await hoplite(['packets', fileWith(content, 'a\u001bb')]);
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr).toMatch(/^hoplite: [^\n]*a\\x1bb: [^\n]+ at byte 0 \(not-a-capture\)\n$/);
  });

  it('a folder', async () => {
    const { status, stderr } = await hoplite(['packets', '/']);
    expect(status).toBe(4);
    expect(stderr).toMatch(/^hoplite: \/: [^\n]*directory[^\n]*\n$/);
  });

  it('standard input, under that name', async () => {
    const { status, stderr } = await hoplite(['packets', '-'], capture.subarray(0, 30));
    expect(status).toBe(4);
    expect(stderr).toMatch(/^hoplite: standard input: [^\n]+ at byte 24 \(truncated\)\n$/);
  });
});

describe('help and version', () => {
  it.each([[['--help']], [['trace', '--help']], [['read', '--help']], [['packets', '--help']]])(
    '%j goes to standard output',
    async (argv) => {
      const { status, stdout, stderr } = await hoplite(argv);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout).toMatch(/^Usage: hoplite /);
      expect(stdout).toContain('Exit status: 0 ');
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );

  it('the version is that of the package', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(await hoplite(['--version'])).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });
});
