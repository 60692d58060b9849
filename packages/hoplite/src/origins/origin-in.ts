import type { Origin } from '@hoplite/engine';

/**
 * What a record says of an origin, in whichever words its publisher has for it: those of MaxMind and DB-IP
 * (`autonomous_system_number`, `country.iso_code`), of IPinfo (`asn: "AS64500"`, `as_name`, `country_code`) and of lists of
 * countries (`country_code`, `country`). Null where it says nothing.
 */
export function originIn(record: unknown): Origin | null {
  if (!isObject(record)) return null;
  const { country, registered_country: registered } = record;
  const origin: Origin = {
    asn: asNumber(record.autonomous_system_number) ?? asNumber(record.asn),
    name: text(record.autonomous_system_organization) ?? text(record.as_name) ?? text(record.organization),
    country:
      countryCode(isObject(country) ? country.iso_code : country) ??
      countryCode(record.country_code) ??
      countryCode(isObject(registered) ? registered.iso_code : null),
  };
  return origin.asn === null && origin.country === null ? null : origin;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** 0 is nobody's (RFC 7607). */
function asNumber(value: unknown): number | null {
  const number = Number(typeof value === 'string' ? value.replace(/^AS/i, '') : value);
  return value !== '' && Number.isInteger(number) && number > 0 && number < 2 ** 32 ? number : null;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** ISO 3166-1, two letters. */
function countryCode(value: unknown): string | null {
  return typeof value === 'string' && /^[A-Z]{2}$/i.test(value) ? value.toUpperCase() : null;
}
