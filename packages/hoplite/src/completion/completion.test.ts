import { describe, expect, it } from 'vitest';
import { hoplite } from '../command.fixture.js';
import { traceFormats } from '../format/index.js';
import { offered, shells } from './shells.fixture.js';

const help = async (...argv: string[]) => (await hoplite([...argv, '--help'])).stdout;

/** As the help has them, which people go by. */
const optionsIn = (text: string) =>
  [...text.matchAll(/^ {2}(?:-\S, )?(--[\w-]+)/gm)].map(([, long = '']) => long).sort();
const commands = [...(await help()).matchAll(/^ {2}(\w+) .*/gm)]
  .map(([, name = '']) => name)
  .filter((name) => name !== 'hoplite');
const options = new Map(await Promise.all(commands.map(async (name) => [name, optionsIn(await help(name))] as const)));

/** Without what completes from the machine that the test runs on. */
const long = (words: readonly string[] = []) => [...new Set(words)].filter((word) => word.startsWith('--')).sort();

const others = {
  'hoplite re': ['read'],
  'hoplite --me': ['--method'],
  'hoplite --versio': ['--version'],
  'hoplite trace --as': ['--as-lookups'],
  'hoplite trace --method ': ['icmp', 'tcp', 'udp', 'udp-classic', 'udp-dublin'],
  'hoplite --method udp-': ['udp-classic', 'udp-dublin'],
  'hoplite trace -n --format ': Object.keys(traceFormats).sort(),
  'hoplite packets --format ': ['ndjson', 'text'],
  'hoplite --transport p': ['pcap:'],
  'hoplite completion ': ['bash', 'fish', 'zsh'],
  'hoplite help pa': ['packets'],
  'hoplite trace -q ': [],
  'hoplite read --to ': [],
  'hoplite -i lo': ['lo'],
};

describe.each(shells)('in %s', (shell) => {
  const lines = ['hoplite ', ...commands.map((name) => `hoplite ${name} --`), ...Object.keys(others)];
  const files = ['hoplite read hopl', 'hoplite read --output hopl', 'hoplite trace --record hopl'];
  const all = [...lines, ...files];
  // Starting a shell takes long, so it is asked for all at once.
  let asked: Promise<readonly (readonly string[])[]> | null = null;
  const words = async (line: string) => {
    asked ??= offered(shell, all);
    return (await asked)[all.indexOf(line)] ?? [];
  };

  it('every command is offered', async () => {
    expect(await words('hoplite ')).toEqual(expect.arrayContaining(commands));
  });

  it.each(commands)('every option of %s is offered, and none that it has not', async (name) => {
    expect(long(await words(`hoplite ${name} --`))).toEqual(options.get(name));
  });

  it.each(Object.entries(others))('%j goes on with %j', async (line, expected) => {
    expect([...new Set(await words(line))].sort()).toEqual(expected);
  });

  it.each(files)('%j goes on with the name of a file', async (line) => {
    expect(await words(line)).toEqual([`hoplite.${shell}`]);
  });
});

it.each([
  ['zsh', 'hoplite.zsh'],
  ['fish', 'pcap:hoplite.fish'],
] as const)('in %s the name of a file follows a colon', async (shell, expected) => {
  const lines = ['hoplite --transport pcap:hopl', 'hoplite --transport=pcap:hopl'];
  expect(await offered(shell, lines)).toEqual([[expected], [shell === 'fish' ? `--transport=${expected}` : expected]]);
});

describe('bash, which breaks words at = and :', () => {
  it.each([
    ['hoplite --method=udp-c', ['udp-classic']],
    ['hoplite --format=', Object.keys(traceFormats).sort()],
    ['hoplite --transport sim:', ['hoplite.bash']],
    ['hoplite --transport pcap:hop', ['hoplite.bash']],
  ])('completes %j all the same', async (line, expected) => {
    expect([...((await offered('bash', [line]))[0] ?? [])].sort()).toEqual(expected);
  });
});

it('a shell that nobody heard of is refused with those that there are', async () => {
  const { status, stderr } = await hoplite(['completion', 'tcsh']);
  expect(stderr).toMatch(/'tcsh' is invalid for argument 'shell'\. Allowed choices are bash, zsh, fish\./);
  expect(status).toBe(2);
});
