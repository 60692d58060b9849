import { type Address, formatAddress, parseAddress } from '@hoplite/codec';
import { type Command, InvalidArgumentError, Option } from 'commander';

/** Adds options to a command, under a heading of its help. */
export function addOptions(command: Command, heading: string, options: readonly Option[]): void {
  for (const option of options) command.addOption(option.helpGroup(`${heading}:`));
}

/** `--format`, of the formats that a command knows. */
export function formatOption(formats: readonly string[]): Option {
  return new Option('--format <format>', 'how to print').choices(formats).default('text');
}

export function outputOption(): Option {
  return new Option('--output <file>', 'write to a file instead of standard output').argParser(file);
}

/** What every command that prints hops takes to say whose they are. */
export function originOptions(): readonly Option[] {
  return [
    new Option('-A, --as-lookups', 'print whose each address is, as --mmdb knows: [AS64500 DE], [private]'),
    new Option(
      '--mmdb <file>',
      'AS numbers or countries, in the format of MaxMind DB; with several give it again (env: HOPLITE_MMDB)',
    )
      .argParser((name, files: readonly string[] = []) => [...files, file(name)])
      .implies({ asLookups: true }),
  ];
}

/** What every command that sends probes takes to say what it does. */
export function debugOptions(): readonly Option[] {
  return [
    new Option('--debug', 'say every event of every trace on standard error'),
    new Option('--debug-socket', 'the same of every datagram sent and received, decoded and in hexadecimal'),
  ];
}

/** Reads what follows an option as a number, decimal or hexadecimal. `wanted`, as in "Give ...", is what it says of others. */
export function number(wanted: string): (text: string) => number {
  return (text) => {
    if (/^(\d+(\.\d+)?|0x[\da-f]+)$/i.test(text)) return Number(text);
    throw new InvalidArgumentError(`Give ${wanted}.`);
  };
}

export function whole(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number from 0 on, of 15 digits at most.');
}

export function file(name: string): string {
  if (name !== '') return name;
  throw new InvalidArgumentError('Give the name of a file.');
}

/** An address in its canonical spelling. */
export function address(text: string): Address {
  const bytes = parseAddress(text);
  if (bytes !== null) return formatAddress(bytes);
  throw new InvalidArgumentError('Give an IPv4 or IPv6 address, such as 192.0.2.1 or 2001:db8::1.');
}
