import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileWith } from '../command.fixture.js';
import { InputError } from '../input-error.js';
import { asnFile, countryFile, type MmdbInit, mmdb } from './mmdb.fixture.js';
import { openOrigins } from './open-origins.js';

const open = (...inits: readonly MmdbInit[]) => openOrigins(inits.map((init) => fileWith(mmdb(init), 'test.mmdb')));
const record = { autonomous_system_number: 64500 };

describe('the origin of an address', () => {
  it('is that of the network that holds it, null where no file knows one', async () => {
    const origin = await open(asnFile);
    expect(origin('192.0.2.77')).toEqual({ asn: 64500, name: 'Example Net', country: null });
    expect(origin('2001:db8:1::1')).toEqual({ asn: 64502, name: null, country: null });
    expect(origin('192.0.3.1')).toBeNull();
    expect(origin('2001:db9::1')).toBeNull();
  });

  it('is asked of a list of files, and of nothing else', async () => {
    await expect(openOrigins('one.mmdb' as unknown as string[])).rejects.toThrow(
      new TypeError('files is "one.mmdb", must be an array of paths'),
    );
  });

  it('is put together from several files, of which the first has the word', async () => {
    const other = { networks: { '192.0.2.0/24': { autonomous_system_number: 64999, country_code: 'us' } } };
    const origin = await open(asnFile, countryFile, other);
    expect(origin('192.0.2.1')).toEqual({ asn: 64500, name: 'Example Net', country: 'DE' });
    expect(origin('192.0.2.200')).toEqual({ asn: 64500, name: 'Example Net', country: 'US' });
    expect(origin('10.9.9.9')).toEqual({ asn: null, name: null, country: 'FR' });
  });

  it.each([24, 28, 32] as const)('is found in trees with records of %i bits', async (recordSize) => {
    const origin = await open({ ...asnFile, recordSize });
    expect(origin('192.0.2.1')?.asn).toBe(64500);
    expect(origin('2001:db8::1')?.asn).toBe(64502);
  });

  it('is none of an IPv6 address where the file is of IPv4 alone, whatever its first bytes are', async () => {
    const origin = await open({ ipVersion: 4, networks: { '32.1.0.0/16': record } });
    expect(origin('32.1.2.3')?.asn).toBe(64500);
    expect(origin('2001:db8::1')).toBeNull();
  });

  it.each<[MmdbInit['networks'][string], object]>([
    [
      { asn: 'AS64500', as_name: 'Example', country_code: 'DE' },
      { asn: 64500, name: 'Example', country: 'DE' },
    ],
    [
      { asn: 'AS64500', country: 'de' },
      { asn: 64500, name: null, country: 'DE' },
    ],
    [
      { country: 'Germany', country_code: 'DE' },
      { asn: null, name: null, country: 'DE' },
    ],
    [{ registered_country: { iso_code: 'SE' } }, { asn: null, name: null, country: 'SE' }],
  ])('is read from a record such as %j', async (value, expected) => {
    const origin = await open({ networks: { '192.0.2.0/24': value } });
    expect(origin('192.0.2.1')).toEqual(expected);
  });

  it('is none where the number is nobody’s', async () => {
    const origin = await open({ networks: { '192.0.2.0/25': { asn: '' }, '192.0.2.128/25': record } });
    expect(origin('192.0.2.1')).toBeNull();
  });
});

describe('a file that is not what it must be is refused with its name and the reason', () => {
  const good = mmdb(asnFile);
  const metadata = good.lastIndexOf(Buffer.from('MaxMind.com')) - 3;

  it.each<[string, Buffer, RegExp]>([
    ['empty', Buffer.alloc(0), /is no file in the format of MaxMind DB, or is cut/],
    ['text', Buffer.from('{"asn": 1}'.repeat(100)), /is no file in the format of MaxMind DB, or is cut/],
    ['cut at its end', good.subarray(0, metadata), /is no file in the format of MaxMind DB, or is cut/],
    ['cut within its metadata', good.subarray(0, metadata + 40), /is damaged: get it anew/],
    ['cut at its beginning', good.subarray(30), /is damaged: get it anew/],
    ['without its tree', good.subarray(metadata), /is damaged: get it anew/],
    ['compressed', gzipSync(good), /is compressed: unpack it/],
    ['of another version', mmdb({ ...asnFile, majorVersion: 3 }), /is of version 3 of the format: only 2 can be read/],
    [
      'about something else',
      mmdb({ databaseType: 'Test-Connection-Type', networks: { '192.0.2.0/24': { connection_type: 'Cable' } } }),
      /holds neither AS numbers nor countries: its type is "Test-Connection-Type"/,
    ],
  ])('%s', async (_, bytes, reason) => {
    const file = fileWith(bytes, 'test.mmdb');
    const refusal = await openOrigins([file]).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InputError);
    expect(String(refusal)).toMatch(reason);
    expect(String(refusal)).toContain(file);
  });

  it.each([
    ['/nonexistent/x.mmdb', /x\.mmdb: no such file/],
    ['/', /\/: is a directory/],
  ])('%s', async (file, reason) => {
    await expect(openOrigins([file])).rejects.toThrow(reason);
  });

  it('or gives what it gives, where some of its bytes are wrong', async () => {
    const changed = fc.record({ at: fc.nat(good.length - 1), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(changed, { minLength: 1, maxLength: 4 }), async (changes) => {
        const bytes = Buffer.from(good);
        for (const { at, byte } of changes) bytes[at] = byte;
        try {
          (await openOrigins([fileWith(bytes, 'test.mmdb')]))('192.0.2.1');
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
        }
      }),
    );
  });
});
