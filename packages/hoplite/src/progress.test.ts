import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { fileWith, hoplite, pcap, start, twoHops } from './command.fixture.js';
import { network, over } from './network.fixture.js';

const apart = await pcap([...twoHops({ target: '192.0.2.1' }), ...twoHops({ target: '192.0.2.2', start: 60_000 })]);

/** What stands in the line when all was written: each text begins anew, and erases what it does not cover. */
const left = (written: string) => written.split('\r').at(-1)?.replace('\u001b[K', '');

beforeEach(() => void vi.stubEnv('TERM', 'xterm'));
afterEach(() => vi.unstubAllEnvs());

describe('on a terminal the progress of long work', () => {
  it('of read is a line on standard error, and gone when it is done', async () => {
    const running = start(['read', '-n', '-'], { terminal: true });
    running.stdin.write(apart);
    await running.stderr.holds('\rreading standard input: 0.0 MB\u001b[K');
    running.stdin.end();
    const { status, stdout, stderr } = await running.ended;
    expect(stdout).toMatch(/^traceroute to 192\.0\.2\.1 /);
    expect(left(stderr)).toBe('');
    expect(status).toBe(0);
  });

  it('makes room for what is printed meanwhile', async () => {
    const running = start(['packets', '-'], { terminal: true });
    running.stdin.write(apart.subarray(0, 40));
    await running.stderr.holds('\rreading ');
    running.stdin.write(apart.subarray(40));
    await running.stdout.holds('\n');
    expect(running.stderr.text).toContain('\u001b[K\r\u001b[K');
    running.stdin.end();
    expect(left((await running.ended).stderr)).toBe('');
  });

  it('of several targets says how many are traced', async () => {
    const silent = { ...network, links: network.links.map((link) => ({ ...link, loss: 1 })) };
    const args = ['-n', '-m', '255', '-q', '255', ...over(silent), '10.0.4.2', '10.0.3.2'];
    const running = start(args, { terminal: true });
    await running.stderr.holds('\r0 of 2 targets traced\u001b[K');
    running.interrupt.abort();
    const { status, stderr } = await running.ended;
    expect(left(stderr)).toBe('');
    expect(status).toBe(130);
  });
});

it.each([
  ['elsewhere', false, 'xterm'],
  ['on a terminal that erases nothing', true, 'dumb'],
])('%s nothing is said of it', async (_, terminal, kind) => {
  vi.stubEnv('TERM', kind);
  const running = start(['read', '-n', '-'], { terminal });
  running.stdin.write(apart);
  await new Promise((resolve) => setTimeout(resolve, 800));
  running.stdin.end();
  expect((await running.ended).stderr).toBe('');
});

it('work that takes no time says nothing', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
  onTestFinished(() => void vi.useRealTimers());
  const running = start(['read', '-n', fileWith(apart)], { terminal: true });
  expect((await running.ended).stderr).toBe('');
  expect((await hoplite(['read', '-n', fileWith(apart)])).stderr).toBe('');
});
