import { readFileSync } from 'node:fs';
import { type Listener, METHODS, TraceEngine, type Transport } from '@hoplite/engine';
import { record } from '@hoplite/transport-pcap';
import { createSimTransport, type SimTransport } from '@hoplite/transport-sim';
import { describe, expect, it } from 'vitest';
import { fileWith, hoplite, pcap, start, twoHops } from '../command.fixture.js';
import { network, over } from '../network.fixture.js';

const T = '10.0.4.2';
const jittery = {
  ...network,
  links: network.links.map((link) => ({ ...link, jitter: 3, loss: 0.05, duplication: 0.1 })),
};

/** What a run prints that is recorded, and the recording. */
async function recorded(...args: readonly string[]) {
  const file = fileWith('', 'run.pcapng');
  const ran = await hoplite([...args, '--record', file, ...over(jittery)]);
  return { ran, file };
}

describe('a run recorded with --record', () => {
  it.each([['text'], ['json'], ['ndjson']])(
    'is the same run to the byte over --transport pcap:FILE, as %s',
    async (format) => {
      const asked = ['-n', '--format', format, '-I', '-q', '2', '-N', '40', '-w', '1', 't.example', '10.0.3.2'];
      const { ran, file } = await recorded(...asked);
      expect(ran.stdout).toContain(T);
      const again = ['-n', '--format', format, '--transport', `pcap:${file}`];
      expect(await hoplite(again)).toEqual(ran);
      expect(await hoplite([...asked, '--transport', `pcap:${file}`])).toEqual(ran);
    },
  );

  it('is read as it was seen, by its own options, and with the frames of the file', async () => {
    const { ran, file } = await recorded(
      '-n',
      '--format',
      'json',
      '-q',
      '2',
      '-m',
      '9',
      '-w',
      '1',
      't.example',
      '10.0.3.2',
    );
    const { stdout, stderr, status } = await hoplite(['read', '--format', 'json', file]);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    expect(stdout).toMatch(/"frames": \{\s+"probe": \d+,\s+"reply": \d+/);
    expect(JSON.parse(stdout.replace(/"frames": \{[^}]+\}/g, '"frames": null'))).toEqual(JSON.parse(ran.stdout));
  });

  it('is read as text as it was printed, by target, source and protocol too', async () => {
    const file = fileWith('', 'run.pcapng');
    const ran = await hoplite(['-n', '--record', file, ...over(), 't.example', '10.0.3.2']);
    expect(await hoplite(['read', '-n', file])).toEqual(ran);
    for (const wanted of [
      ['--to', T],
      ['--from', '10.0.1.1', '--to', T],
      ['--protocol', 'udp', '--to', T],
    ]) {
      const { stdout } = await hoplite(['read', '-n', ...wanted, file]);
      expect(stdout).toBe(`${ran.stdout.split('\n\n')[0]}\n`);
    }
    expect((await hoplite(['read', '-n', '--protocol', 'icmp', file])).stdout).toBe('');
  });

  it('until it was interrupted ends there again, read as well as replayed', async () => {
    const file = fileWith('', 'run.pcapng');
    const running = start(['-n', '-q', '200', '-N', '1', '--record', file, ...over(), T]);
    await running.stdout.holds(' 1  10.0.1.2');
    running.interrupt.abort();
    const ran = await running.ended;
    expect(ran.status).toBe(130);
    expect(ran.stdout).not.toContain(`  ${T}  `);
    expect(await hoplite(['read', '-n', file])).toEqual({ ...ran, status: 0 });
    const stderr = `hoplite: ${T}: Traceroute aborted\n`;
    expect(await hoplite(['-n', '--transport', `pcap:${file}`])).toEqual({ ...ran, stderr, status: 1 });
  });

  it('is read as any other capture where its version is not known, which is said', async () => {
    const { file } = await recorded('-n', T);
    const newer = fileWith(
      Buffer.from(readFileSync(file, 'latin1').replace('"v":1', '"v":7'), 'latin1'),
      'newer.pcapng',
    );
    const { stdout, stderr, status } = await hoplite(['read', '-n', newer]);
    expect(stdout).toMatch(
      /^traceroute to 10\.0\.4\.2 \(10\.0\.4\.2\), \d+ hops max, 68 byte packets\n 1 {2}10\.0\.1\.2 /,
    );
    const reason = 'a recording of version 7: only 1 is known';
    expect(stderr).toBe(
      `hoplite: ${newer}: the capture says that it is a recording of Hoplite and is read as any other: ${reason}\n`,
    );
    expect(status).toBe(0);
  });

  it('changes nothing of what is printed', async () => {
    const { ran } = await recorded('-n', T);
    expect(await hoplite(['-n', ...over(jittery), T])).toEqual(ran);
  });

  it('knows its host names, and takes other options', async () => {
    const { file } = await recorded('-n', 't.example');
    const { stdout } = await hoplite(['-n', '-m', '1', '--transport', `pcap:${file}`, 't.example']);
    expect(stdout).toMatch(
      /^traceroute to t\.example \(10\.0\.4\.2\), 1 hops max, 68 byte packets\n 1 {2}10\.0\.1\.2 .*\n$/,
    );
  });
});

it('refuses by its name the recording of a method that a program brought along', async () => {
  const method = { ...METHODS.udp, name: 'mine' };
  const chunks: Uint8Array[] = [];
  const about = { engine: { seed: 1 }, traces: [{ target: T, options: { method } }] };
  const transport = record(
    createSimTransport(network),
    { write: (bytes: Uint8Array) => void chunks.push(bytes) },
    about,
  );
  const engine = new TraceEngine(transport, about.engine);
  await engine.trace(T, { method }).result;
  await engine.close();
  const { stdout, stderr, status } = await hoplite([
    '--transport',
    `pcap:${fileWith(Buffer.concat(chunks), 'mine.pcapng')}`,
  ]);
  expect([stdout, status]).toEqual(['', 2]);
  expect(stderr).toContain('method is "mine", must be one of udp, ');
});

it('a run of a busy program is the same run, though traces to one destination shared its budget', async () => {
  const sim = createSimTransport({ ...network, links: network.links.map((link) => ({ ...link, latency: 20 })) });
  const file = fileWith('', 'run.pcapng');
  const traces = [
    { target: T, options: { maxTtl: 2, queries: 1, parallel: 1, wait: 20, timeout: 60 } },
    { target: T, options: { maxTtl: 8, queries: 2, parallel: 100, wait: 20 } },
  ];
  const about = { engine: { seed: 1 }, traces };
  const engine = new TraceEngine(record(busy(sim), file, about), about.engine);
  const results = await Promise.all(traces.map(({ target, options }) => engine.trace(target, options).result));
  await engine.close();
  const { stdout } = await hoplite(['-n', '--format', 'json', '--transport', `pcap:${file}`]);
  expect(JSON.parse(stdout)).toEqual(results);

  /** As on a live network, but woken every 50 ms only. */
  function busy(sim: SimTransport): Transport {
    const { name, capabilities, clock } = sim;
    const wake: typeof clock.wake = (at, callback) => clock.wake(Math.ceil(at / 5e7) * 5e7, callback);
    return {
      ...{ name, capabilities, timestamps: 'kernel' },
      clock: { origin: clock.origin, now: () => clock.now(), wake },
      open: (listener) => sim.open(listener),
      send: (batch) => sim.send(batch),
      sourceFor: (destination) => sim.sourceFor(destination),
      close: () => sim.close(),
      [Symbol.asyncDispose]: () => sim.close(),
    };
  }
});

describe('a recorded run that failed exits as it did', () => {
  it.each<[string, number, (listener: Listener, id: number) => void, RegExp]>([
    [
      'probes that the system does not permit',
      3,
      (listener, id) => listener.failed(id, { code: 'EACCES', message: 'not permitted' }),
      /^hoplite: 10\.0\.4\.2: not permitted\n$/,
    ],
    [
      'a transport that broke',
      5,
      (listener) => listener.broken({ code: 'EIO', message: 'the interface is gone' }),
      /^hoplite: 10\.0\.4\.2: the interface is gone\n$/,
    ],
  ])('%s: %i', async (_, status, fate, message) => {
    const file = fileWith('', 'run.pcapng');
    const traces = [{ target: T }];
    const engineOptions = { seed: 1 };
    const recording = record(failing(fate), file, { engine: engineOptions, traces });
    const engine = new TraceEngine(recording, engineOptions);
    const { outcome } = await engine.trace(T).result;
    expect(outcome).toBe('failed');
    await engine.close();
    const ran = await hoplite(['-n', '--transport', `pcap:${file}`]);
    expect(ran.stdout).toMatch(/^traceroute to 10\.0\.4\.2 /);
    expect(ran.stderr).toMatch(message);
    expect(ran.status).toBe(status);
  });

  /** The simulated network, with another fate for what is sent. */
  function failing(fate: (listener: Listener, id: number) => void): Transport {
    const sim = createSimTransport(network);
    const { clock, name, timestamps, capabilities } = sim;
    let listener: Listener | null = null;
    return {
      ...{ clock, name, timestamps, capabilities },
      async open(heard) {
        listener = heard;
      },
      send(batch) {
        for (const { id } of batch) clock.arrive(clock.now(), () => listener !== null && fate(listener, id));
      },
      sourceFor: (destination) => sim.sourceFor(destination),
      async close() {
        listener = null;
      },
      async [Symbol.asyncDispose]() {
        listener = null;
      },
    };
  }
});

describe('a capture made by another tool', () => {
  const capture = pcap(twoHops({ target: '192.0.2.1' }));

  it('answers what it was asked, with the round trips that it shows', async () => {
    const file = fileWith(await capture);
    const { status, stdout } = await hoplite(['-n', '-q', '1', '--transport', `pcap:${file}`, '192.0.2.1']);
    expect(stdout.split('\n').slice(1)).toEqual([' 1  10.0.0.254  1.000 ms', ' 2  192.0.2.1  2.000 ms', '']);
    expect(status).toBe(0);
  });

  it('has no name asked for, and prints addresses in their place', async () => {
    const file = fileWith(await capture);
    const { stdout } = await hoplite(['-q', '1', '--transport', `pcap:${file}`, '192.0.2.1']);
    expect(stdout.split('\n')[1]).toBe(' 1  10.0.0.254 (10.0.0.254)  1.000 ms');
  });

  it('exits 1 with the reason where it holds no trace to the target', async () => {
    const file = fileWith(await capture);
    const { status, stderr } = await hoplite(['-n', '--transport', `pcap:${file}`, '192.0.2.9']);
    expect(stderr).toBe('hoplite: 192.0.2.9: the capture holds no trace to 192.0.2.9\n');
    expect(status).toBe(1);
  });

  it('needs a target', async () => {
    const { status, stderr } = await hoplite(['--transport', `pcap:${fileWith(await capture)}`]);
    expect(stderr).toMatch(/^hoplite: name a target/);
    expect(status).toBe(2);
  });
});

describe('a file that does not do', () => {
  it.each([
    ['that is no capture', 'x'.repeat(50), /^hoplite: [^\n]*trace\.pcap: [^\n]+ \(not-a-capture\)\n$/],
    ['that is not there', null, /^hoplite: \/nonexistent\/x\.pcap: no such file\n$/],
  ])('to replay, %s, exits 4', async (_, content, message) => {
    const file = content === null ? '/nonexistent/x.pcap' : fileWith(content);
    const { status, stdout, stderr } = await hoplite(['--transport', `pcap:${file}`, T]);
    expect(stderr).toMatch(message);
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
  });

  it('to record to, since it cannot be written, exits 2', async () => {
    const ran = await hoplite([...over(), '--record', '/nonexistent/run.pcapng', T]);
    expect(ran).toMatchObject({ status: 2, stdout: '' });
    expect(ran.stderr).toMatch(/^hoplite: cannot write \/nonexistent\/run\.pcapng: no such file or directory\n$/);
  });

  it('to record to, since it is the one replayed, exits 2 and leaves it as it is', async () => {
    const { file } = await recorded('-n', T);
    const before = readFileSync(file);
    const { status, stderr } = await hoplite(['--transport', `pcap:${file}`, '--record', file]);
    expect(stderr).toMatch(/^hoplite: --record .* is the file that is read: name another file\n$/);
    expect(status).toBe(2);
    expect(readFileSync(file)).toEqual(before);
  });
});
