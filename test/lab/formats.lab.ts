import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KeyDifference, keyByKey } from './key-by-key.js';
import { type Network, type NetworkKind, openNetwork } from './network.js';
import { runIn } from './process.js';

/** One path, of which both are asked in words of their own. */
interface Path {
  readonly network: 'chain' | 'refusals';
  readonly target: string;
  readonly ours: string;
  readonly theirs: string;
}

const networks = new Map<NetworkKind, Network>();
beforeAll(async () => {
  for (const kind of ['chain', 'refusals'] as const) networks.set(kind, await openNetwork(kind));
  // A hop without answers in the middle of the chain.
  expect(await runIn(networkOf('chain'), 'r5', ['nft', SILENCE])).toMatchObject({ status: 0, stderr: '' });
});
afterAll(async () => {
  for (const network of networks.values()) await network[Symbol.asyncDispose]();
});

const SILENCE = `
table inet silent {
  chain out {
    type filter hook output priority filter
    icmp type time-exceeded drop
    icmpv6 type time-exceeded drop
  }
}`;

const UDP = { ours: '--method udp --sport SPORT', theirs: '-P udp-paris -s SPORT -d 33434' };
const CLASSIC = { ours: '--method udp-classic --sport SPORT', theirs: '-P udp -s SPORT -d 33434' };
const ICMP = { ours: '-I', theirs: '-P icmp-paris' };
const TCP = { ours: '-T --sport SPORT', theirs: '-P tcp -s SPORT -d 80' };

const SCAMPER: readonly Path[] = [
  ...[UDP, CLASSIC, ICMP, TCP].map((words) => ({ ...words, network: 'chain', target: 'target' }) as const),
  ...[UDP, ICMP].map((words) => ({ ...words, network: 'chain', target: 'target6' }) as const),
  { ...UDP, network: 'refusals', target: 'admin' },
  { ...UDP, network: 'refusals', target: 'net6' },
  { ...ICMP, network: 'refusals', target: 'host' },
  { ...TCP, network: 'refusals', target: 'reset' },
  { network: 'refusals', target: 'route-void', ours: '-I --gap 4', theirs: '-P icmp-paris -g 4' },
  { network: 'refusals', target: 'route-void', ours: '-I -m 3', theirs: '-P icmp-paris -m 3' },
];

/** They are asked at the same time, and told apart by their source ports. */
function withPort(path: Path, index: number): Path {
  const inPlace = (options: string) => options.replace('SPORT', String(40000 + index));
  return { ...path, ours: inPlace(path.ours), theirs: inPlace(path.theirs) };
}

describe('what scamper prints', () => {
  test('is what we print in its place, but for the differences that docs/formats.md explains', async () => {
    const found = await Promise.all(SCAMPER.map(withPort).map(differencesFromScamper));
    expect(named(found.flat())).toEqual(explained('scamper'));
  });
});

async function differencesFromScamper(path: Path): Promise<readonly KeyDifference[]> {
  const theirs = linesOf(await scamper(path));
  const ours = linesOf(await hoplite('scamper', path));
  expect(ours.map(({ type }) => type)).toEqual(['cycle-start', 'trace', 'cycle-stop']);
  return ours.flatMap((line, index) => keyByKey(line, theirs[index], MEASURED_BY_SCAMPER, line.type));
}

const MEASURED_BY_SCAMPER = /_time$|\.start\.|\.tx\.|\.rtt$/;

const MTR: readonly Path[] = (['target', 'target6'] as const).flatMap((target) => [
  { network: 'chain', target, ours: '-I --length 100', theirs: '-s 100' },
  { network: 'chain', target, ours: '--length 100', theirs: '-u -s 100' },
  { network: 'chain', target, ours: '-T -t 16', theirs: '-T -P 80 -Q 16 -s 40' },
]);

describe('what mtr prints', () => {
  test('as JSON is what we print in its place, but for the differences that docs/formats.md explains', async () => {
    const found: KeyDifference[] = [];
    for (const path of MTR) {
      const theirs = JSON.parse(await mtr('--json', path));
      const ours = JSON.parse(await hoplite('mtr-json', path));
      expect(ours.report.hubs).toHaveLength(12);
      found.push(...keyByKey(ours, theirs, /\.(Last|Avg|Best|Wrst|StDev)$/));
    }
    expect(named(found)).toEqual(explained('mtr-json'));
  });

  test.each(MTR)('as a report is what we print in its place: $theirs to $target', async (path) => {
    const [theirs, ours] = [await mtr('--report', path), await hoplite('mtr', path)];
    expect(withoutTimes(ours)).toEqual(withoutTimes(theirs));
    expect(ours.split('\n')).toHaveLength(15);
  });
});

/** The report without the times of its last five columns, the time of day and the name of who traces. */
function withoutTimes(report: string): readonly string[] {
  return report.split('\n').map((line) =>
    line
      .replace(/^(Start: ).*/, '$1')
      .replace(/^(HOST: ).{27}/, '$1')
      .replace(/( +\d+\.\d){5}$/, (times) => '#'.repeat(times.length)),
  );
}

function linesOf(text: string): readonly { readonly type: string }[] {
  return text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}

/** `trace.hops[].reply_tos | theirs alone`, each once. */
function named(differences: readonly KeyDifference[]): readonly string[] {
  return [...new Set(differences.map(({ key, difference }) => `${key} | ${difference}`))].sort();
}

/** The rows of the table that follows the heading of a format's differences. */
function explained(format: string): readonly string[] {
  const document = readFileSync(new URL('../../docs/formats.md', import.meta.url), 'utf8');
  const [, section = ''] = document.split(`### How \`${format}\` differs`);
  const [table = ''] = section.split('\n#');
  return [...table.matchAll(/^\| `(.+?)` \| (.+?) \| .+ \|$/gm)].map(([, key, how]) => `${key} | ${how}`).sort();
}

function networkOf(kind: NetworkKind): Network {
  const network = networks.get(kind);
  if (network === undefined) throw new Error(`there is no network ${kind}`);
  return network;
}

async function scamper({ network, target, theirs }: Path): Promise<string> {
  const trace = `trace -Q -g 99 -l 0 -w 1 -q 3 -m 20 -t 16 ${theirs} ${addressOf(network, target)}`;
  return printed(network, [...words('scamper -p 1000 -O json -o - -I'), trace]);
}

async function mtr(report: string, { network, target, theirs }: Path): Promise<string> {
  return printed(network, words(`mtr ${report} -n -c 3 -i 0.2 -G 2 ${theirs} ${addressOf(network, target)}`));
}

async function hoplite(format: string, { network, target, ours }: Path): Promise<string> {
  // One probe at a time: so none is sent past the end, and counted.
  const likeScamper = format === 'scamper' ? `-N 1 -m 20 -t 16 ${sizeFor(target, ours)}` : '';
  const options = `-n --format ${format} --transport linux -q 3 -w 1,0,0 ${likeScamper} ${ours}`;
  return printed(network, words(`node packages/hoplite/dist/cli.js ${options} ${addressOf(network, target)}`));
}

/** As scamper's probes are; those by TCP have no choice. */
function sizeFor(target: string, options: string): string {
  if (options.startsWith('-T')) return '';
  return target.endsWith('6') ? '--length 60' : '--length 44';
}

async function printed(kind: NetworkKind, command: readonly string[]): Promise<string> {
  const { stdout, stderr } = await runIn(networkOf(kind), 'sender', command);
  if (stdout === '') throw new Error(`${command.join(' ')}: ${stderr}`);
  return stdout;
}

function addressOf(kind: NetworkKind, target: string): string {
  return networkOf(kind).targets.get(target) ?? '';
}

const words = (command: string): readonly string[] => command.split(' ').filter((word) => word !== '');
