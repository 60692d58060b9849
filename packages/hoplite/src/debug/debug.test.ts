import { describe, expect, it } from 'vitest';
import { fileWith, hoplite } from '../command.fixture.js';
import { network, over } from '../network.fixture.js';
import { hexDump } from '../packets/hex.js';

const T = '10.0.4.2';

describe('--debug', () => {
  it('says every event of the trace on standard error, and leaves standard output as it is', async () => {
    const quiet = await hoplite(['-n', '-q', '1', '-N', '1', ...over(), T]);
    const { status, stdout, stderr } = await hoplite(['-n', '-q', '1', '-N', '1', '--debug', ...over(), T]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: quiet.stdout });
    const lines = stderr.trimEnd().split('\n');
    expect(lines[0]).toMatch(
      /^trace 1 10\.0\.4\.2: start 10\.0\.4\.2 from 10\.0\.1\.1 by udp over sim, .*maxTtl 32, queries 1/,
    );
    expect(lines.slice(1)).toEqual(
      [
        'sent ttl 1 attempt 1 at 0.000 ms, 68 bytes',
        'reply ttl 1 attempt 1 at 2.000 ms from 10.0.1.2, icmp 11/0',
        'hop 1: 10.0.1.2',
        'sent ttl 2 attempt 1 at 2.000 ms, 68 bytes',
        'hop 2: timeout',
        'sent ttl 3 attempt 1 at 3002.000 ms, 68 bytes',
        'reply ttl 3 attempt 1 at 3008.000 ms from 10.0.3.2, icmp 11/0',
        'hop 3: 10.0.3.2',
        'sent ttl 4 attempt 1 at 3008.000 ms, 68 bytes',
        'reply ttl 4 attempt 1 at 3016.000 ms from 10.0.4.2, icmp 3/3',
        'hop 4: 10.0.4.2',
        'end reached, last ttl 4, 4 probes, 0 foreign, 0 ambiguous',
      ].map((line) => `trace 1 10.0.4.2: ${line}`),
    );
  });

  it('says what was unreachable, failed, or answered directly', async () => {
    const run = async (...args: string[]) => (await hoplite(['-n', '-q', '1', '--debug', ...args])).stderr;
    expect(await run(...over(), '192.0.2.1')).toContain('from 10.0.3.2, icmp 3/1 !H\n');
    expect(await run('-T', ...over(), T)).toMatch(/reply ttl 4 attempt 1 at [\d.]+ ms from 10\.0\.4\.2, rst\n/);
    expect(await run('-F', '--length', '3000', ...over(), T)).toMatch(
      /: failed ttl 1 attempt 1 at [\d.]+ ms: EMSGSIZE 3000 bytes do not fit an MTU of 1500\n/,
    );
  });
});

describe('of watch', () => {
  it('they say the same of every round', async () => {
    const { stderr } = await hoplite(['watch', '--report', '-c', '2', '-n', '--debug', ...over(), T]);
    expect(stderr.match(/: end reached, last ttl 4/g)).toHaveLength(2);
    const datagrams = (await hoplite(['watch', '--report', '-c', '2', '-n', '--debug-socket', ...over(), T])).stderr;
    expect(datagrams).toMatch(/ received \d+ bytes: 10\.0\.4\.2 > 10\.0\.1\.1 /);
  });
});

describe('--debug-socket', () => {
  it('shows every datagram with its time, decoded and in hexadecimal', async () => {
    const capture = fileWith('', 'run.pcapng');
    const flags = ['-n', '-q', '1', '--seed', '1', '--record', capture];
    const { stderr } = await hoplite(['--debug-socket', ...flags, ...over(), T]);
    const datagrams = stderr.split(/^(?=\d)/m);
    const packets = (await hoplite(['packets', capture])).stdout.trimEnd().split('\n');
    const decoded = packets
      .filter((line) => line.includes('Z raw '))
      .map((line) => line.replace(/^.*? bytes: /, '').replace(/ # .*$/, ''));
    expect(datagrams.map((each) => each.split('\n')[0]?.replace(/^.*? bytes: /, ''))).toEqual(decoded);
    expect(datagrams[0]).toMatch(
      /^0\.000000000 sent 68 bytes: 10\.0\.1\.1 > 10\.0\.4\.2 ttl 1 .*, udp \d+ > 33434 .*\n\t0x0000: {2}4500 0044 /,
    );
    expect(stderr).toMatch(/^0\.002000000 received \d+ bytes: 10\.0\.1\.2 > 10\.0\.1\.1 .*icmp 11\/0 time-exceeded/m);
  });

  it('shows what could not be sent', async () => {
    const { stderr } = await hoplite(['-F', '--length', '3000', '-q', '1', '--debug-socket', ...over(), T]);
    expect(stderr).toMatch(
      /^0\.\d{9} failed \(EMSGSIZE 3000 bytes do not fit an MTU of 1500\) 3000 bytes: 10\.0\.1\.1 > 10\.0\.4\.2 /,
    );
  });

  it('says nothing of the next command in the same process', async () => {
    await hoplite(['-n', '--debug', '--debug-socket', ...over(network), T]);
    expect((await hoplite(['-n', ...over(), T])).stderr).toBe('');
  });
});

it('a dump has sixteen bytes a line, behind their offset, as tcpdump -X prints them', () => {
  const bytes = Uint8Array.from([...Buffer.from('Time exceeded. ~\u007f'), 0, 255]);
  expect(hexDump(bytes)).toBe(
    '0x0000:  5469 6d65 2065 7863 6565 6465 642e 207e  Time exceeded. ~\n' +
      '0x0010:  7f00 ff                                  ...\n',
  );
  expect(hexDump(new Uint8Array(0))).toBe('');
});
