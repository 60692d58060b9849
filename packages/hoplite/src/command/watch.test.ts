import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import type { TraceEvent, TraceResult } from '@hoplite/engine';
import { describe, expect, it } from 'vitest';
import { fileWith, hoplite, start } from '../command.fixture.js';
import { network, over, withDetour } from '../network.fixture.js';
import { closedSchemaFaults } from '../schema.fixture.js';
import type { WatchEvent } from '../watch/events.js';

const T = '10.0.4.2';
const SHORTLY = ['--interval', '0.01'];

function watched(...argv: readonly string[]) {
  return hoplite(['watch', ...SHORTLY, ...argv]);
}

function events(stdout: string): readonly WatchEvent[] {
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

/** Waits until so many traces ended. */
async function traced(count: number): Promise<void> {
  await new Promise<void>((resolve) => {
    let left = count;
    const listen = (message: unknown) => {
      if ((message as TraceEvent).event === 'end') left -= 1;
      if (left > 0) return;
      unsubscribe('hoplite:trace', listen);
      resolve();
    };
    subscribe('hoplite:trace', listen);
  });
}

const moving = withDetour(['r1', 'x', 'r3'], [{ at: 150, link: 'r1-r2', set: { up: false } }]);

describe('hoplite watch, not on a terminal', () => {
  it('prints a line for each round', async () => {
    const { status, stdout, stderr } = await watched('-c', '2', ...over(), 't.example');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n').map((line) => line.replace(/^\S+Z /, ''))).toEqual([
      't.example round 1: 10.0.4.2 by udp from 10.0.1.1',
      't.example round 1: 4 hops, loss 0%, last 8.00 ms, average 8.00 ms',
      't.example round 2: 4 hops, loss 0%, last 8.00 ms, average 8.00 ms',
      '',
    ]);
  });

  it('says when the path changes', async () => {
    const { stdout } = await watched('-c', '5', '--interval', '0.05', ...over(moving), T);
    expect(stdout).toMatch(/Z 10\.0\.4\.2 round \d: path changed {2}hop 3: 10\.0\.3\.2 -> 10\.0\.9\.2\n/);
  });

  it('says that nobody answers, and exits 1', async () => {
    const mute = { ...network, nodes: { ...network.nodes, t: { kind: 'host', errors: false } } } as const;
    const { status, stdout } = await watched('-c', '2', '-w', '0.02', ...over(mute), T);
    expect(status).toBe(1);
    expect(stdout).toMatch(/round 2: 4 hops, no answer\n$/);
  });

  it('says why no probe can be sent, and exits as a trace does', async () => {
    const nowhere = {
      ...network,
      nodes: { ...network.nodes, pc: { kind: 'host', routes: [{ to: '203.0.113.0/24', unreachable: 0 }] } },
    } as const;
    const { status, stdout, stderr } = await watched('-c', '2', ...over(nowhere), '203.0.113.9');
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'hoplite: 203.0.113.9: no route to 203.0.113.9\n' });
    expect(stdout).toMatch(/round 2: no route to 203\.0\.113\.9\n$/);
  });

  it('goes on where the way is lost and found again, and says no figures for rounds that sent nothing', async () => {
    const set = (at: number, up: boolean) => ({ at, link: 'pc-r1', set: { up } });
    const flapping = { ...network, changes: [set(100, false), set(200, true)] };
    const { status, stdout } = await watched('-c', '8', '--interval', '0.05', ...over(flapping), T);
    expect(status).toBe(0);
    expect(stdout).toContain(': no route to 10.0.4.2\n');
    expect(stdout).toMatch(/round 8: 4 hops/);
    const rounds = [...stdout.matchAll(/ round (\d): (?:no route|4 hops)/g)].map(([, round]) => Number(round));
    expect(rounds).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('watches the targets that there are, and exits 2 for the others', async () => {
    const { status, stdout, stderr } = await watched('-c', '1', ...over(), T, 'nobody.example');
    expect(status).toBe(2);
    expect(stdout).toMatch(/round 1: 4 hops/);
    expect(stderr).toBe('hoplite: nobody.example: no such name\n');
  });

  it('goes on without end, and ends by an interrupt with 130', async () => {
    const running = start(['watch', ...SHORTLY, ...over(), T]);
    await running.stdout.holds('round 4: 4 hops');
    running.interrupt.abort();
    expect(await running.ended).toMatchObject({ status: 130, stderr: '' });
  });

  it('ends quietly when nobody reads what it prints', async () => {
    const running = start(['watch', ...SHORTLY, ...over(), T]);
    running.stdout.isAbandoned = true;
    expect(await running.ended).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('lets no control character of a name reach the terminal', async () => {
    const names = { 'evil\u001b[2J\n.example': [T] };
    const { stdout } = await watched('-c', '1', ...over({ ...network, names }), 'evil\u001b[2J\n.example');
    expect(stdout).toContain(' evil\\x1b[2J\\x0a.example round 1: 4 hops');
  });
});

describe('hoplite watch --format ndjson', () => {
  it('prints every event as its schema says', async () => {
    const { stdout } = await watched(
      '-c',
      '6',
      '--interval',
      '0.05',
      '--format',
      'ndjson',
      ...over(moving),
      T,
      '192.0.2.1',
    );
    const all = events(stdout);
    for (const event of all) expect(closedSchemaFaults('watch-event', event)).toEqual([]);
    expect(new Set(all.map(({ event }) => event))).toEqual(new Set(['start', 'round', 'path', 'statistics', 'end']));
    expect(all.filter(({ event }) => event === 'round')).toHaveLength(12);
  });

  it('writes to the file of --output', async () => {
    const file = fileWith('', 'events');
    expect((await watched('-c', '1', '--format', 'ndjson', '--output', file, ...over(), T)).stdout).toBe('');
    expect(events(readFileSync(file, 'utf8')).at(-1)).toMatchObject({ event: 'end', reason: 'rounds' });
  });
});

describe('hoplite watch --report', () => {
  it("prints mtr's report of all rounds, at once where time is virtual", async () => {
    const { status, stdout } = await hoplite(['watch', '--report', '-c', '100', ...over(), T]);
    expect(status).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'Start: 2026-01-01T00:00:00+0000',
      'HOST: 10.0.1.1                    Loss%   Snt   Last   Avg  Best  Wrst StDev',
      '  1.|-- gw.example                 0.0%   100    2.0   2.0   2.0   2.0   0.0',
      '  2.|-- ???                       100.0   100    0.0   0.0   0.0   0.0   0.0',
      '  3.|-- 10.0.3.2                   0.0%   100    6.0   6.0   6.0   6.0   0.0',
      '  4.|-- t.example                  0.0%   100    8.0   8.0   8.0   8.0   0.0',
      '',
    ]);
  });

  it('has the figures of all rounds, however many, and in formats of probes every probe', async () => {
    const slower = { ...network, changes: [{ at: 60_000, link: 'pc-r1', set: { latency: 4 } }] };
    const many = (...argv: readonly string[]) =>
      hoplite(['watch', '-r', '-n', '-c', '250', ...argv, ...over(slower), T]);
    expect((await many()).stdout).toMatch(/ 1\.\|-- 10\.0\.1\.2 +0\.0% +250 +8\.0 +6\.6 +2\.0 +8\.0 +2\.6\n/);
    const { report } = JSON.parse((await many('--format', 'mtr-json')).stdout);
    expect([report.mtr.tests, report.hubs.map((hub: { Snt: number }) => hub.Snt)]).toEqual([250, [250, 250, 250, 250]]);
    const { hops } = JSON.parse((await many('--format', 'json')).stdout);
    expect(hops.map(({ probes }: TraceResult['hops'][number]) => probes.length)).toEqual([250, 250, 250, 250]);
  });

  it("names in mtr's format also who has been out of reach for long, and was in the first round", async () => {
    const set = (at: number, up: boolean) => ({ at, link: 'r1-r2', set: { up } });
    const broken = { ...network, changes: [set(0, false), set(10_000, true), set(60_000, false)] };
    const { stdout } = await hoplite(['watch', '-r', '-n', '-c', '250', ...over(broken), T]);
    const rows = stdout.split('\n').slice(2, -1);
    expect(rows.map((row) => row.slice(0, 50).replace(/ +/g, ' '))).toEqual([
      expect.stringMatching(/^ 1\.\|-- 10\.0\.1\.2 0\.0% 250 /),
      expect.stringMatching(/^ 2\.\|-- 10\.0\.1\.2 20\.0% 250 /),
      expect.stringMatching(/^ 3\.\|-- 10\.0\.3\.2 0\.0% \d\d /),
      expect.stringMatching(/^ 4\.\|-- 10\.0\.4\.2 0\.0% \d\d /),
    ]);
  });

  it('has ten rounds where nobody says how many, and addresses alone where these are wanted', async () => {
    const { stdout } = await hoplite(['watch', '-r', '-n', ...over(), T]);
    expect(stdout).toMatch(/ 1\.\|-- 10\.0\.1\.2 +0\.0% +10 /);
  });

  it('is one trace of all rounds in any format of traces', async () => {
    const { stdout } = await hoplite(['watch', '-r', '-c', '3', '--format', 'json', ...over(), T]);
    const result = JSON.parse(stdout);
    expect(closedSchemaFaults('trace-result', result)).toEqual([]);
    expect(result).toMatchObject({ outcome: 'reached', answeredBy: T, lastTtl: 4, options: { queries: 3 } });
    expect(result.duration).toBeCloseTo(2071, 3);
    const sent = result.hops.map(({ probes }: { probes: { attempt: number; sentAt: number }[] }) =>
      probes.map(({ attempt, sentAt }) => [attempt, Math.floor(sentAt / 1000)]),
    );
    expect(sent).toEqual(
      Array(4).fill([
        [1, 0],
        [2, 1],
        [3, 2],
      ]),
    );
  });

  it('has each target in the order in which they were given', async () => {
    const { status, stdout } = await hoplite([
      'watch',
      '-r',
      '-n',
      '-c',
      '2',
      '--format',
      'json',
      ...over(),
      '192.0.2.1',
      T,
    ]);
    expect(
      JSON.parse(stdout).map(({ target, outcome }: { target: string; outcome: string }) => [target, outcome]),
    ).toEqual([
      ['192.0.2.1', 'unreachable'],
      [T, 'reached'],
    ]);
    expect(status).toBe(1);
  });

  it('has after an interrupt what was learned by then', async () => {
    const running = start(['watch', '-r', '-n', '-c', '1000000', ...over(), T]);
    // The figures of a round are there when the next one ends.
    await traced(2);
    running.interrupt.abort();
    const { status, stdout } = await running.ended;
    expect(status).toBe(130);
    expect(stdout).toMatch(/ 4\.\|-- 10\.0\.4\.2 +\d/);
  });
});

/** Of a hop, in the published schema of a result. */
const MOST_PROBES: number = JSON.parse(
  readFileSync(new URL('../../schema/trace-result.schema.json', import.meta.url), 'utf8'),
).$defs.hop.properties.probes.maxItems;

describe('hoplite watch refuses', () => {
  it.each([
    [[], 'name a target, such as 192.0.2.1, or a file of them with --targets'],
    [
      ['-c', '0', T],
      "option '-c, --count <rounds>' argument '0' is invalid. Give a whole number of rounds, from 1 on.",
    ],
    [
      ['--interval', '0', T],
      "option '--interval <seconds>' argument '0' is invalid. Give seconds, from 0.01 to 1000000.",
    ],
    [['--format', 'html', T], '--format html is for a report: --report, and -c for how many rounds'],
    [
      ['-r', '-c', '70000', '-q', '2', '--format', 'json', 'over', T],
      `-c 70000 is too much for --format json, which has every probe: ${MOST_PROBES / 2} at the most`,
    ],
    [['-I', '-p', '80', T], '-p is no option of ICMP, which has no ports'],
    [['-q', '0', 'over', T], '-q is 0, must be a whole number from 1 to 255'],
    [['--transport', 'pcap:x', T], '--transport pcap: is no option of watch: a capture has one run'],
    [['--record', 'x', T], "unknown option '--record'"],
  ])('%j', async (argv, message) => {
    const { status, stderr } = await hoplite(['watch', ...argv.flatMap((word) => (word === 'over' ? over() : [word]))]);
    expect(stderr).toContain(`hoplite: ${message}`);
    expect(status).toBe(2);
  });
});
