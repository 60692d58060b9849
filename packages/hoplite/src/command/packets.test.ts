import { describe, expect, it } from 'vitest';
import { fileWith, hoplite, pcap, start, twoHops } from '../command.fixture.js';
import { closedSchemaFaults } from '../schema.fixture.js';

const capture = await pcap(twoHops({ target: '192.0.2.1' }));

describe('hoplite packets', () => {
  it('prints a line a packet', async () => {
    const { status, stdout, stderr } = await hoplite(['packets', fileWith(capture)]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.split('\n').map((line) => line.replace(/ ttl .*, (\S+).*/, ' $1'))).toEqual([
      '     1 2026-01-31T12:00:00.000000000Z raw 40 bytes: 10.0.0.1 > 192.0.2.1 udp',
      '     2 2026-01-31T12:00:00.001000000Z raw 56 bytes: 10.0.0.254 > 10.0.0.1 udp',
      '     3 2026-01-31T12:00:00.010000000Z raw 40 bytes: 10.0.0.1 > 192.0.2.1 udp',
      '     4 2026-01-31T12:00:00.012000000Z raw 56 bytes: 192.0.2.1 > 10.0.0.1 udp',
      '',
    ]);
  });

  it('prints a record a packet with --format ndjson', async () => {
    const { stdout } = await hoplite(['packets', '--format', 'ndjson', fileWith(capture)]);
    const records = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(records.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
    for (const record of records) expect(closedSchemaFaults('packet-record', record)).toEqual([]);
  });

  it('prints each packet when it comes', async () => {
    const running = start(['packets', '-']);
    running.stdin.write(capture.subarray(0, 24 + 2 * 16 + 40 + 56));
    await running.stdout.holds('     2 ');
    expect(running.stdout.text).not.toContain('     3 ');
    running.stdin.end(capture.subarray(24 + 2 * 16 + 40 + 56));
    expect((await running.ended).stdout).toContain('     4 ');
  });

  it('prints the packets before the fault of a cut file and exits 4', async () => {
    const { status, stdout, stderr } = await hoplite(['packets', fileWith(capture.subarray(0, capture.length - 1))]);
    expect(stdout.split('\n')).toHaveLength(4);
    expect(stderr).toMatch(/^hoplite: [^\n]+\n$/);
    expect(status).toBe(4);
  });

  it('stops at an interrupt and exits 130', async () => {
    const many = await pcap(Array.from({ length: 2000 }, () => twoHops({ target: '192.0.2.1' })).flat());
    const running = start(['packets', fileWith(many)]);
    await running.stdout.holds('     2 ');
    running.interrupt.abort();
    const { status, stdout } = await running.ended;
    expect(status).toBe(130);
    expect(stdout.endsWith('\n')).toBe(true);
  });
});
