import { type Address, formatAddress, parseAddress } from '@hoplite/codec';
import { InvalidArgumentError, Option } from 'commander';

/** `--format`, of the formats that a command knows. */
export function formatOption(formats: Readonly<Record<string, unknown>>): Option {
  return new Option('--format <format>', 'how to print').choices(Object.keys(formats)).default('text');
}

/** What every command that prints hops takes to say whose they are. */
export function originOptions(): readonly Option[] {
  return [
    new Option('-A, --as-lookups', 'print whose each address is, as --mmdb knows: [AS64500 DE], [private]'),
    new Option(
      '--mmdb <file>',
      'AS numbers or countries, in the format of MaxMind DB; with several give it again (env: HOPLITE_MMDB)',
    )
      .argParser((file, files: readonly string[] = []) => [...files, file])
      .implies({ asLookups: true }),
  ];
}

/** What follows an option, as the number that it is. */
export function number(text: string): number {
  if (/^(\d+(\.\d+)?|0x[\da-f]+)$/i.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a number.');
}

/** The same of a whole number. */
export function whole(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number.');
}

/** An address in its canonical spelling. */
export function address(text: string): Address {
  const bytes = parseAddress(text);
  if (bytes !== null) return formatAddress(bytes);
  throw new InvalidArgumentError('Give an IPv4 or IPv6 address, such as 192.0.2.1 or 2001:db8::1.');
}
