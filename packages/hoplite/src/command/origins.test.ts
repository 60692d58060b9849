import { afterEach, describe, expect, it, vi } from 'vitest';
import { fileWith, hoplite, pcap, twoHops } from '../command.fixture.js';
import { network, over } from '../network.fixture.js';
import { asnFile, countryFile, mmdb } from '../origins/mmdb.fixture.js';
import { openOrigins } from '../origins/open-origins.js';
import { closedSchemaFaults } from '../schema.fixture.js';
import { namesWithOrigins } from './names-with-origins.js';

const T = '10.0.4.2';
const asn = () => fileWith(mmdb(asnFile), 'asn.mmdb');
const country = () => fileWith(mmdb(countryFile), 'country.mmdb');

afterEach(() => vi.unstubAllEnvs());

describe('-A', () => {
  it('prints the AS behind the address as traceroute(8) does, and what an address is for that nobody announces', async () => {
    const { status, stdout } = await hoplite(['-n', '-A', '--mmdb', asn(), ...over(), T]);
    expect(stdout.split('\n').slice(1)).toEqual([
      ' 1  10.0.1.2 [private]  2.000 ms  2.000 ms  2.000 ms',
      ' 2  * * *',
      ' 3  10.0.3.2 [AS64501]  6.000 ms  6.000 ms  6.000 ms',
      ' 4  10.0.4.2 [private]  8.000 ms  8.000 ms  8.000 ms',
      '',
    ]);
    expect(status).toBe(0);
  });

  it('stands behind the name and before the extensions; an address that nobody knows has a star', async () => {
    const renumbered = JSON.parse(JSON.stringify(network).replaceAll('10.0.1.2', '100.0.1.2'));
    const { stdout } = await hoplite(['-e', '-A', '--mmdb', asn(), ...over(renumbered), T]);
    expect(stdout).toMatch(/^ 1 {2}gw\.example \(100\.0\.1\.2\) \[\*\] <IF:incoming,[^>]+> {2}2\.000 ms/m);
  });

  it('prints the country too where a second file knows it; --mmdb says -A by itself', async () => {
    const { stdout } = await hoplite(['-n', '--mmdb', asn(), '--mmdb', country(), ...over(), T]);
    expect(stdout).toContain('\n 1  10.0.1.2 [FR]  2.000 ms');
    expect(stdout).toContain('\n 3  10.0.3.2 [AS64501 FR]  6.000 ms');
  });

  it('is in JSON the origin of each answer, and in each event', async () => {
    const run = async (format: string) =>
      (await hoplite(['--format', format, '--mmdb', asn(), '--mmdb', country(), ...over(), T])).stdout;
    const result = JSON.parse(await run('json'));
    expect(closedSchemaFaults('trace-result', result)).toEqual([]);
    const origin = { asn: 64501, name: 'Example \u001b[2J Transit', country: 'FR' };
    expect(result.hops[2].probes[0]).toMatchObject({ address: '10.0.3.2', origin, addressKind: 'private' });
    const events = (await run('ndjson'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    for (const event of events) expect(closedSchemaFaults('trace-event', event)).toEqual([]);
    const replies = events.filter(({ event, ttl }) => event === 'reply' && ttl === 3);
    expect(replies.map(({ probe }) => probe.origin)).toEqual([origin, origin, origin]);
    expect(events.at(-1).result.hops).toEqual(result.hops);
  });

  it('is not in JSON where nobody asks for it', async () => {
    const { stdout } = await hoplite(['--format', 'json', ...over(), T]);
    expect(stdout).not.toMatch(/"origin"|"addressKind"/);
  });

  it('is an option of read', async () => {
    const capture = fileWith(await pcap(twoHops({ target: '192.0.2.1' })));
    const { stdout } = await hoplite(['read', '-n', '-A', '--mmdb', asn(), capture]);
    expect(stdout).toContain('\n 1  10.0.0.254 [private]  1.000 ms\n 2  192.0.2.1 [AS64500]  2.000 ms\n');
  });

  it('is an option of watch: of its reports, and of the results of its rounds', async () => {
    const watch = (...args: string[]) =>
      hoplite(['watch', '-c', '1', '-n', '-A', '--mmdb', asn(), ...args, ...over(), T]);
    expect((await watch('--report', '--format', 'text')).stdout).toContain(' 3  10.0.3.2 [AS64501]  6.000 ms');
    const { stdout } = await watch('--interval', '0.01', '--format', 'ndjson');
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { result } = events.find(({ event }) => event === 'round');
    expect(result.hops[2].probes[0].origin).toMatchObject({ asn: 64501 });
  });

  it('stands in the living view behind the name, or behind the address where names are not wanted', async () => {
    const names = { lookup: () => [], reverse: (address: string) => (address === '192.0.2.1' ? 'gw.example' : null) };
    const origins = await openOrigins([asn()]);
    const shown = (numeric: boolean, address: string) => namesWithOrigins(names, origins, numeric).reverse(address);
    expect(await shown(false, '192.0.2.1')).toBe('gw.example [AS64500]');
    expect(await shown(true, '192.0.2.1')).toBe('192.0.2.1 [AS64500]');
    expect(await shown(false, '10.0.1.2')).toBe('10.0.1.2 [private]');
    expect(await shown(false, '8.8.8.8')).toBe('8.8.8.8 [*]');
  });

  it('takes the files of HOPLITE_MMDB where none is named', async () => {
    vi.stubEnv('HOPLITE_MMDB', `${asn()}:${country()}`);
    const ran = (...args: string[]) => hoplite(['-n', ...args, ...over(), T]);
    expect((await ran('-A')).stdout).toContain(' 3  10.0.3.2 [AS64501 FR]  ');
    expect((await ran('-A', '--mmdb', asn())).stdout).toContain(' 3  10.0.3.2 [AS64501]  ');
    expect((await ran()).stdout).toContain(' 3  10.0.3.2  6.000 ms');
  });

  it('says what it needs where there is no file: 2', async () => {
    vi.stubEnv('HOPLITE_MMDB', '');
    const { status, stdout, stderr } = await hoplite(['-A', ...over(), T]);
    expect(stderr).toMatch(/^hoplite: -A looks in a local file: name one .*--mmdb FILE or in HOPLITE_MMDB\n$/);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  it.each([
    ['read', 'trace.pcap'],
    ['trace', T],
  ])('says of %s what is wrong with the file: 4', async (command, what) => {
    const capture = command === 'read' ? [fileWith(await pcap(twoHops({ target: T })), what)] : [...over(), what];
    const cut = fileWith(mmdb(asnFile).subarray(0, 100), 'cut.mmdb');
    const { status, stdout, stderr } = await hoplite([command, '-A', '--mmdb', cut, ...capture]);
    expect(stderr).toMatch(/^hoplite: .*cut\.mmdb: is no file in the format of MaxMind DB, or is cut[^\n]*\n$/);
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
  });

  it('prints what comes before damage that shows late, and then says it: 4', async () => {
    const others = Array.from({ length: 16 }, (_, index) => [`1.0.${index}.0/24`, { asn: 'AS64496' }]);
    const last = { '10.0.3.0/24': { asn: 'AS64500', as_name: 'DAMAGED' } };
    const bytes = mmdb({ networks: { ...Object.fromEntries(others), ...last } });
    // What was a string is of no type that there is.
    bytes[bytes.indexOf('DAMAGED') - 1] = 0;
    const file = fileWith(bytes, 'damaged.mmdb');
    const { status, stdout, stderr } = await hoplite(['-n', '-q', '1', '-N', '1', '--mmdb', file, ...over(), T]);
    expect(stdout).toContain(' 1  10.0.1.2 [private]  2.000 ms\n 2  *\n');
    expect(stderr).toBe(`hoplite: ${file}: is damaged: get it anew\n`);
    expect(status).toBe(4);
  });
});
