import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fileWith, hoplite, pcap, start, twoHops, twoHopsText } from '../command.fixture.js';
import { closedSchemaFaults } from '../schema.fixture.js';

const A = '192.0.2.1';
const B = '192.0.2.2';
const both = await pcap([...twoHops({ target: A }), ...twoHops({ target: B, start: 1000, source: '10.0.0.2' })]);
const apart = await pcap([...twoHops({ target: A }), ...twoHops({ target: B, start: 60_000 })]);

describe('hoplite read', () => {
  it('prints the traces of a file, a blank line between two, and exits 0', async () => {
    expect(await hoplite(['read', '-n', fileWith(both)])).toEqual({
      status: 0,
      stdout: `${twoHopsText(A)}\n${twoHopsText(B)}`,
      stderr: '',
    });
  });

  it('without -n puts the address in the place of the name too', async () => {
    const { stdout } = await hoplite(['read', fileWith(await pcap(twoHops({ target: A })))]);
    expect(stdout).toContain('\n 1  10.0.0.254 (10.0.0.254)  1.000 ms\n');
  });

  it.each([
    ['--to', B],
    ['--from', '10.0.0.2'],
  ])('with %s %s prints only those traces', async (option, address) => {
    expect((await hoplite(['read', '-n', option, address, fileWith(both)])).stdout).toBe(twoHopsText(B));
  });

  it('with --protocol prints only traces by it, and says so where there is none', async () => {
    const capture = fileWith(await pcap(twoHops({ target: A })));
    const run = (protocol: string) => hoplite(['read', '-n', '--protocol', protocol, capture]);
    expect(await run('udp')).toEqual({ status: 0, stdout: twoHopsText(A), stderr: '' });
    for (const protocol of ['icmp', 'tcp']) {
      const stderr = `hoplite: ${capture}: none of its 1 traceroute(s) is one that was asked for\n`;
      expect(await run(protocol)).toEqual({ status: 0, stdout: '', stderr });
    }
  });

  it('says where no traceroute was found, and what one is', async () => {
    const { status, stdout, stderr } = await hoplite(['read', fileWith(await pcap([]))]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
    expect(stderr).toContain('no traceroute found: one has probes with two TTLs at least, and an ICMP error in answer');
    expect(stderr).toContain('which a filter may have left out or tcpdump -s cut off');
  });

  it('finds an IPv6 target in whatever spelling', async () => {
    const six = await pcap(twoHops({ target: '2001:db8::2', source: '2001:db8::1', router: '2001:db8::fe' }));
    const { stdout } = await hoplite(['read', '-n', '--to', '2001:DB8:0::2', fileWith(six)]);
    expect(stdout).toContain('traceroute to 2001:db8::2 (2001:db8::2), 2 hops max, 60 byte packets\n');
    expect((await hoplite(['read', '-n', '--to', '2001:db8::3', fileWith(six)])).stdout).toBe('');
  });

  it('prints one JSON array, and an empty one where there is no trace', async () => {
    const { stdout, status } = await hoplite(['read', '--format', 'json', fileWith(both)]);
    const results = JSON.parse(stdout);
    expect(results.map(({ address }: { address: string }) => address)).toEqual([A, B]);
    for (const result of results) expect(closedSchemaFaults('trace-result', result)).toEqual([]);
    expect(status).toBe(0);
    const none = await hoplite(['read', '--format', 'json', fileWith(await pcap([]))]);
    expect(none).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
  });

  it('prints an event a line, numbered over the whole capture', async () => {
    const { stdout } = await hoplite(['read', '--format', 'ndjson', '--to', B, fileWith(both)]);
    const event = JSON.parse(stdout);
    expect(event).toMatchObject({ v: 1, event: 'end', trace: 2, target: B, result: { address: B } });
    expect(closedSchemaFaults('trace-event', event)).toEqual([]);
  });

  it('reads standard input', async () => {
    expect((await hoplite(['read', '-n', '-'], both)).stdout).toBe(`${twoHopsText(A)}\n${twoHopsText(B)}`);
  });

  it('prints a trace when it is complete, while the capture goes on', async () => {
    const running = start(['read', '-n', '-']);
    running.stdin.write(apart);
    await running.stdout.holds(twoHopsText(A));
    expect(running.stdout.text).toBe(twoHopsText(A));
    running.stdin.end();
    expect((await running.ended).stdout).toBe(`${twoHopsText(A)}\n${twoHopsText(B)}`);
  });

  it('writes to the file of --output', async () => {
    const file = fileWith('', 'out.txt');
    const ran = await hoplite(['read', '-n', '--output', file, fileWith(both)]);
    expect(ran).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(`${twoHopsText(A)}\n${twoHopsText(B)}`);
  });

  it('prints what came before the fault of a cut file, then says what is wrong, and exits 4', async () => {
    const cut = fileWith(both.subarray(0, both.length - 1));
    const { status, stdout, stderr } = await hoplite(['read', '-n', cut]);
    expect(stdout.startsWith(`${twoHopsText(A)}\n`)).toBe(true);
    expect(stderr).toMatch(/^hoplite: [^\n]+trace\.pcap: [^\n]+ at byte \d+ \(truncated\)\n$/);
    expect(status).toBe(4);
  });

  it('keeps the JSON whole where the file is cut', async () => {
    const { status, stdout } = await hoplite(['read', '--format', 'json', fileWith(both.subarray(0, both.length - 1))]);
    expect(JSON.parse(stdout)).toHaveLength(2);
    expect(status).toBe(4);
  });

  it('after an interrupt prints what it has learned and exits 130', async () => {
    const running = start(['read', '-n', '-']);
    running.stdin.write(apart);
    await running.stdout.holds(twoHopsText(A));
    running.interrupt.abort();
    const { status, stdout, stderr } = await running.ended;
    expect({ status, stderr }).toEqual({ status: 130, stderr: '' });
    expect(stdout).toBe(`${twoHopsText(A)}\n${twoHopsText(B)}`);
  });

  it('reads on after an interrupt what the writer of standard input still hands over', async () => {
    const running = start(['read', '-n', '-']);
    const capture = await pcap(twoHops({ target: A }));
    running.stdin.write(capture.subarray(0, 100));
    running.interrupt.abort();
    running.stdin.end(capture.subarray(100));
    expect(await running.ended).toEqual({ status: 130, stdout: twoHopsText(A), stderr: '' });
  });

  it('ends quietly, and closes its input, when nobody reads what it prints', async () => {
    const running = start(['read', '-n', '-']);
    running.stdout.isAbandoned = true;
    running.stdin.write(apart);
    expect(await running.ended).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(running.stdin.destroyed).toBe(true);
  });
});
