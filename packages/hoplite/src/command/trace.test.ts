import { readFileSync } from 'node:fs';
import type { TopologyInit } from '@hoplite/transport-sim';
import { describe, expect, it, vi } from 'vitest';
import { fileWith, hoplite, start } from '../command.fixture.js';
import { network, over } from '../network.fixture.js';
import { closedSchemaFaults } from '../schema.fixture.js';

const T = '10.0.4.2';
const HOPS = [
  ' 1  10.0.1.2  2.000 ms  2.000 ms  2.000 ms',
  ' 2  * * *',
  ' 3  10.0.3.2  6.000 ms  6.000 ms  6.000 ms',
  ' 4  10.0.4.2  8.000 ms  8.000 ms  8.000 ms',
];
const textTo = (target: string, hops: readonly string[] = HOPS) =>
  `traceroute to ${target} (${T}), 32 hops max, 68 byte packets\n${hops.join('\n')}\n`;

/** The results of `--format json`. */
async function results(...args: readonly string[]) {
  const { stdout } = await hoplite(['--format', 'json', ...over(), ...args]);
  const document = JSON.parse(stdout);
  for (const result of [document].flat()) expect(closedSchemaFaults('trace-result', result)).toEqual([]);
  return document;
}

describe('hoplite TARGET', () => {
  it('prints the trace as traceroute(8) does and exits 0', async () => {
    const ran = { status: 0, stdout: textTo(T), stderr: '' };
    expect(await hoplite(['-n', ...over(), T])).toEqual(ran);
    expect(await hoplite(['trace', T, '-n', ...over()])).toEqual(ran);
  });

  it('prints the names that the network has', async () => {
    const { stdout } = await hoplite([...over(), 't.example']);
    expect(stdout.split('\n')).toEqual([
      'traceroute to t.example (10.0.4.2), 32 hops max, 68 byte packets',
      ' 1  gw.example (10.0.1.2)  2.000 ms  2.000 ms  2.000 ms',
      ' 2  * * *',
      ' 3  10.0.3.2 (10.0.3.2)  6.000 ms  6.000 ms  6.000 ms',
      ' 4  t.example (10.0.4.2)  8.000 ms  8.000 ms  8.000 ms',
      '',
    ]);
  });

  it('has names in JSON and in the events of NDJSON too, unless -n is given', async () => {
    const names = async (...args: readonly string[]) => {
      const { stdout } = await hoplite([...args, '-q', '1', '-N', '1', ...over(), T]);
      return [...stdout.matchAll(/"name": ?("[^"]+"|null),\s*"icmp"/g)].map(([, name]) => name);
    };
    expect(await names('--format', 'json')).toEqual(['"gw.example"', 'null', '"t.example"']);
    expect(await names('--format', 'json', '-n')).toEqual(['null', 'null', 'null']);
    const named = (await names('--format', 'ndjson')).filter((name) => name !== 'null');
    // Of reply, hop and end.
    expect(named.toSorted()).toEqual([...Array(3).fill('"gw.example"'), ...Array(3).fill('"t.example"')]);
    expect(new Set(await names('--format', 'ndjson', '-n'))).toEqual(new Set(['null']));
  });

  it('lets no control character of a name reach the terminal', async () => {
    const names = { 'evil\u001b[2J\n.example': ['10.0.1.2'] };
    const { stdout } = await hoplite([...over({ ...network, names }), T]);
    expect(stdout.split('\n')[1]).toBe(' 1  evil\\x1b[2J\\x0a.example (10.0.1.2)  2.000 ms  2.000 ms  2.000 ms');
  });

  it('marks what was unreachable and ends there', async () => {
    const { status, stdout, stderr } = await hoplite(['-n', ...over(), '192.0.2.1']);
    expect(stdout.split('\n').slice(3)).toEqual([HOPS[2], ' 4  10.0.3.2  6.000 ms !H  6.000 ms !H  6.000 ms !H', '']);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  });

  it('prints hops while the trace goes on, and after an interrupt what it has learned, and exits 130', async () => {
    const silent = { ...network, links: network.links.map((link, i) => ({ ...link, loss: i === 1 ? 1 : 0 })) };
    const running = start(['-n', '-q', '1', '-m', '255', '-N', '1', '-w', '1', ...over(silent), T]);
    await running.stdout.holds(' 3  *\n');
    running.interrupt.abort();
    const { status, stdout, stderr } = await running.ended;
    expect({ status, stderr }).toEqual({ status: 130, stderr: '' });
    expect(stdout).toMatch(/^traceroute to .*\n 1 {2}10\.0\.1\.2 {2}2\.000 ms\n( ?\d+ {2}\*\n)+$/);
    expect(stdout.split('\n').length).toBeLessThan(257);
  });

  it('ends quietly when nobody reads what it prints', async () => {
    const running = start(['-n', '-m', '255', ...over({ ...network, links: lossy(1) }), T]);
    running.stdout.isAbandoned = true;
    expect(await running.ended).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('writes to standard output for --output -', async () => {
    expect((await hoplite(['-n', '--output', '-', ...over(), T])).stdout).toBe(textTo(T));
  });

  it('writes to the file of --output', async () => {
    const file = fileWith('', 'out.txt');
    expect(await hoplite(['-n', '--output', file, ...over(), T])).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(textTo(T));
  });

  it('gives the same bytes from the same seed, and others from another', async () => {
    const jittery = { ...network, links: network.links.map((link) => ({ ...link, jitter: 5 })) };
    const run = async (seed: string) => (await hoplite([...over(jittery), '--seed', seed, T])).stdout;
    expect(await run('7')).toBe(await run('7'));
    expect(await run('7')).not.toBe(await run('8'));
  });
});

describe('several targets', () => {
  it('are printed in their order, a blank line between two', async () => {
    const { stdout } = await hoplite(['-n', ...over(), T, 't.example']);
    expect(stdout).toBe(`${textTo(T)}\n${textTo('t.example')}`);
  });

  it('are an array in JSON, in their order; one alone is an object', async () => {
    const several = await results(T, '10.0.1.2');
    expect(several.map(({ address }: { address: string }) => address)).toEqual([T, '10.0.1.2']);
    expect(await results(T)).toMatchObject({ v: 1, target: T, transport: 'sim', timestamps: 'virtual' });
  });

  it('come from a file too, without its comments, and are an array in JSON even if there is one', async () => {
    const file = fileWith('# the near end\n\n10.0.1.2 # gw\r\n', 'targets');
    expect(await results('--targets', file)).toMatchObject([{ address: '10.0.1.2', outcome: 'reached' }]);
    expect(await results('--targets', file, T)).toMatchObject([{ address: T }, { address: '10.0.1.2' }]);
  });

  it('come from standard input with --targets -', async () => {
    const { stdout } = await hoplite(['-n', '--targets', '-', ...over()], Buffer.from(`${T}\n`));
    expect(stdout).toBe(textTo(T));
  });

  it('are told of in NDJSON as it happens, an event a line', async () => {
    const { stdout, status } = await hoplite(['--format', 'ndjson', ...over(), T, '10.0.3.2']);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const event of events) expect(closedSchemaFaults('trace-event', event)).toEqual([]);
    const ids = events.map(({ trace }) => trace);
    expect(ids.indexOf(2)).toBeLessThan(ids.lastIndexOf(1));
    for (const [id, target] of [
      [1, T],
      [2, '10.0.3.2'],
    ]) {
      const own = events.filter(({ trace }) => trace === id);
      expect(own[0]).toMatchObject({ v: 1, event: 'start', target });
      expect(own.at(-1)).toMatchObject({ event: 'end', result: { address: target, outcome: 'reached' } });
    }
    expect(status).toBe(0);
  });

  it('may be many, without a warning of Node', async () => {
    const warn = vi.spyOn(process, 'emitWarning');
    const { stdout } = await hoplite(['-n', '-q', '1', ...over(), ...Array(40).fill('t.example')]);
    expect(stdout.match(/^traceroute to t\.example /gm)).toHaveLength(40);
    expect(warn).not.toHaveBeenCalled();
    warn.mockRestore();
  });

  it('exit 1 where one was not reached, with the others traced', async () => {
    const { status, stdout } = await hoplite(['-n', ...over(), T, '192.0.2.1']);
    expect(stdout).toContain(`${textTo(T)}\ntraceroute to 192.0.2.1`);
    expect(status).toBe(1);
  });

  it('exit 2 where one has no address, with the others traced', async () => {
    const ran = await hoplite(['-n', ...over(), 'nobody.example', T]);
    expect(ran).toEqual({ status: 2, stdout: textTo(T), stderr: 'hoplite: nobody.example: no such name\n' });
  });
});

describe('options do what they do in traceroute(8)', () => {
  it.each<[readonly string[], object]>([
    [[], { method: 'udp', options: { port: 33434, firstTtl: 1, maxTtl: 32, queries: 3, packetLength: 68 } }],
    [['-4'], { family: 4 }],
    [['-6'], { family: 6, address: '2001:db8::4:2' }],
    [['-I'], { method: 'icmp', outcome: 'reached' }],
    [['-T'], { method: 'tcp', outcome: 'reached', options: { port: 80, packetLength: 40 } }],
    [['-T', '-p', '443'], { options: { port: 443 } }],
    [['-U'], { method: 'udp', options: { port: 53 } }],
    [['-U', '-p', '5353'], { method: 'udp', options: { port: 5353 } }],
    [['-p', '40000'], { method: 'udp', options: { port: 40000 } }],
    [['--method', 'udp-classic'], { method: 'udp-classic', outcome: 'reached' }],
    [['--method', 'udp-dublin'], { method: 'udp-dublin', outcome: 'reached' }],
    [['-f', '3'], { hops: [{ ttl: 3 }, { ttl: 4 }] }],
    [['-m', '3'], { outcome: 'max-ttl', hops: [{ ttl: 1 }, { ttl: 2 }, { ttl: 3 }] }],
    [['-q', '1', '-m', '1'], { probesSent: 1, hops: [{ probes: [{ attempt: 1 }] }] }],
    [['-N', '40'], { options: { parallel: 40 } }],
    [['-w', '2.5'], { options: { wait: 2500, waitHere: 0, waitNear: 0 } }],
    [['-w', '2,4,8'], { options: { wait: 2000, waitHere: 4, waitNear: 8 } }],
    [['-w', '2/4'], { options: { wait: 2000, waitHere: 4, waitNear: 0 } }],
    [
      ['-z', '0.5'],
      { options: { interval: 500 }, hops: [{ probes: [{ sentAt: 0 }, { sentAt: 500 }, { sentAt: 1000 }] }] },
    ],
    [['-z', '20'], { hops: [{ probes: [{ sentAt: 0 }, { sentAt: 20 }, { sentAt: 40 }] }] }],
    [['--sport', '4000'], { hops: [{ probes: [{ sourcePort: 4000 }, {}, {}] }] }],
    [['-s', '10.0.1.1'], { source: '10.0.1.1', options: { source: '10.0.1.1' } }],
    [['-t', '0x10'], { options: { tos: 16 } }],
    [['-F'], { options: { dontFragment: true } }],
    [['-6', '-l', '77'], { options: { flowLabel: 77 } }],
    [['--length', '100'], { options: { packetLength: 100 }, hops: [{ probes: [{ size: 100 }, {}, {}] }] }],
    [['--timeout', '4'], { outcome: 'timeout', options: { timeout: 4 } }],
    [['--gap', '1', '-N', '3'], { outcome: 'gap', hops: [{ ttl: 1 }, { ttl: 2 }] }],
  ])('%j', async (args, expected) => {
    const result = await results(...args, 't.example');
    const { hops, ...others } = expected as { hops?: readonly { probes?: readonly object[] }[] };
    expect(result).toMatchObject(others);
    if (hops === undefined) return;
    const checked = hops.some(({ probes }) => probes !== undefined) ? result.hops.slice(0, hops.length) : result.hops;
    expect(checked).toMatchObject(hops);
  });

  it('-N limits the probes in flight', async () => {
    const { stdout } = await hoplite([
      '--format',
      'ndjson',
      '-N',
      '2',
      '-w',
      '1',
      ...over({ ...network, links: lossy(0) }),
      T,
    ]);
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const sentAt = events.filter(({ event }) => event === 'sent').map((event) => event.sentAt);
    expect(sentAt.slice(0, 5)).toEqual([0, 1, 1000, 1001, 2000]);
  });

  it.each([
    ['-e', ' 1  10.0.1.2 <IF:incoming,'],
    ['--back', " 3  10.0.3.2 '-58'  6.000 ms  6.000 ms  6.000 ms"],
  ])('%s', async (flag, line) => {
    expect((await hoplite(['-n', flag, ...over(), T])).stdout).toContain(`\n${line}`);
  });

  it('prefers IPv4, and takes IPv6 where the name has nothing else', async () => {
    expect(await results('t.example')).toMatchObject({ family: 4 });
    expect(await results('six.example')).toMatchObject({ family: 6, target: 'six.example' });
  });
});

describe('what cannot be traced exits with a line that says why', () => {
  it("a source address that is another machine's", async () => {
    const { status, stderr } = await hoplite(['-n', '-s', '203.0.113.99', ...over(), T]);
    expect(stderr).toBe(`hoplite: ${T}: -s 203.0.113.99 is no address of this machine\n`);
    expect(status).toBe(2);
  });

  it('a topology that is none: 4, with where it is wrong', async () => {
    const file = fileWith('{"nodes":{},"links":[{"loss":3}]}', 'net.json');
    const { status, stdout, stderr } = await hoplite(['--transport', `sim:${file}`, T]);
    expect(stderr).toMatch(/^hoplite: [^\n]*net\.json: links\[0\][^\n]+\n$/);
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
  });

  it('a topology as the output file, which stays as it is: 2', async () => {
    const file = fileWith(JSON.stringify(network), 'network.json');
    const { status, stderr } = await hoplite(['--transport', `sim:${file}`, '--output', file, T]);
    expect(stderr).toMatch(/^hoplite: --output .* is the file that is read: name another file\n$/);
    expect(status).toBe(2);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(network);
  });

  it('a target that no probe comes through to: 1, with the reason', async () => {
    const { status, stdout, stderr } = await hoplite(['-n', '-m', '2', ...over(), T]);
    expect(stderr).toBe(`hoplite: ${T}: MaxTTL exceeded without reaching target\n`);
    expect(stdout.split('\n').slice(1)).toEqual([...HOPS.slice(0, 2), '']);
    expect(status).toBe(1);
  });

  it('a probe too long for the first link: 1, with the reason', async () => {
    const { status, stderr } = await hoplite(['-F', '--length', '3000', ...over(), T]);
    expect(stderr).toBe(`hoplite: ${T}: 3000 bytes do not fit an MTU of 1500\n`);
    expect(status).toBe(1);
  });
});

/** The links, of which one loses everything. */
function lossy(index: number): TopologyInit['links'] {
  return network.links.map((link, i) => ({ ...link, loss: i === index ? 1 : 0 }));
}
