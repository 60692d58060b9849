import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type MmdbInit, mmdb } from './mmdb.fixture.js';

const path = fileURLToPath(new URL('../../../../samples/origins.mmdb', import.meta.url));

const isp = record(64500, 'Example Access', 'SE');
const content = record(64501, 'Example Content', 'NL');

/** Whose the addresses of `samples/internet.json` are. */
const init: MmdbInit = {
  databaseType: 'Hoplite-Sample-ASN-Country',
  networks: {
    '203.0.113.0/24': isp,
    '192.0.2.0/24': content,
    '198.51.100.0/24': record(64502, 'Example University', 'CH'),
    '2001:db8:1::/48': isp,
    '2001:db8:c::/48': content,
  },
};

/** With `WRITE_SAMPLES=1` it is written. */
test('samples/origins.mmdb holds the origins that stand here', () => {
  if (process.env.WRITE_SAMPLES) writeFileSync(path, mmdb(init));
  expect(readFileSync(path).equals(mmdb(init))).toBe(true);
});

function record(number: number, organization: string, country: string): MmdbInit['networks'][string] {
  return {
    autonomous_system_number: number,
    autonomous_system_organization: organization,
    country: { iso_code: country },
  };
}
