import { type AddressFamily, type Datagram, verifyChecksums } from '@hoplite/codec';
import type { TraceOptions } from '@hoplite/engine';
import type { NodeInit } from '@hoplite/transport-sim';
import { expect, test } from 'vitest';
import { read } from '../meddling.js';
import { line, trace } from '../network.js';
import { FILES } from './files.js';
import { SCENARIOS, type Scenario } from './scenarios.js';

const EACH_FILE = SCENARIOS.flatMap((scenario) => scenario.files.map((file) => ({ file, scenario })));

test('each of the 26 simulations of trippy is one scenario', () => {
  expect(FILES).toHaveLength(26);
  expect(EACH_FILE.map(({ file }) => file).toSorted()).toEqual(FILES);
});

for (const { file, scenario } of EACH_FILE) {
  test(`${file} ${scenario.shows}`, async () => {
    const family = file.startsWith('ipv4') ? 4 : 6;
    const { traced, left } = await run(scenario, family);
    expect(traced).toMatchObject({
      outcome: 'reached',
      annotation: null,
      lastTtl: scenario.rtts.length,
      answeredBy: addressAt(family, scenario.rtts.length),
      foreign: 0,
      ambiguous: 0,
      notices: [],
      hops: expectedHops(scenario, family),
    });
    checkProbes(left, scenario);
    scenario.also?.(traced, left.map(read));
  });
}

test.each([
  { family: 4, length: 28, least: 30 },
  { family: 6, length: 48, least: 50 },
] as const)(
  'echo requests of $length bytes over IPv$family, as trippy sends them, are refused',
  async ({ family, length, least }) => {
    const refused = trace(line(), { method: 'icmp', family, packetLength: length });
    await expect(refused).rejects.toThrow(
      new RangeError(`packetLength is ${length}, must be a whole number from ${least} to 65535`),
    );
  },
);

/** The trace, and its probes as they left. */
async function run({ rtts, options, seed, system }: Scenario, family: AddressFamily) {
  const left: Uint8Array[] = [];
  const { leaving, ...meddling } = system?.() ?? {};
  const watched = (probe: Uint8Array): Uint8Array => {
    const bytes = leaving?.(probe) ?? probe;
    left.push(bytes);
    return bytes;
  };
  const seeded = seed === undefined ? {} : { seed: await seed() };
  const request = { queries: 1, ...options, ...seeded, family, meddling: { ...meddling, leaving: watched } };
  const traced = await trace(answering(rtts, family), request);
  return { traced, left };
}

/**
 * A line whose nodes answer so many ms after they were asked, or never. As trippy's they quote 8 bytes behind the IPv4
 * header, and the whole probe over IPv6.
 */
function answering(rtts: Scenario['rtts'], family: AddressFamily) {
  const quote = { length: family === 4 ? 'minimum' : 'full' } as const;
  const nodes = rtts.map((delay, index): [string, NodeInit] => [
    nameAt(index + 1, rtts),
    delay === null ? { errors: false } : { errors: { delay, quote }, services: { delay, tcp: [80] } },
  ]);
  const links = ['pc', ...nodes.map(([name]) => name)].map((name) => [name, { latency: 0 }] as const);
  return line({
    routers: rtts.length - 1,
    nodes: Object.fromEntries(nodes),
    links: Object.fromEntries(links),
  });
}

function nameAt(ttl: number, { length }: Scenario['rtts']): string {
  return ttl === length ? 'target' : `r${ttl}`;
}

function addressAt(family: AddressFamily, ttl: number): string {
  return family === 4 ? `10.0.${ttl}.2` : `2001:db8::${ttl}:2`;
}

function expectedHops(scenario: Scenario, family: AddressFamily) {
  const { rtts, options, flow } = scenario;
  return rtts.map((rtt, index) => {
    const outcome = rtt === null ? { status: 'timeout' } : expectedAnswer(scenario, family, index + 1);
    return { ttl: index + 1, probes: Array(options.queries ?? 1).fill({ ...flow?.(index), ...outcome }) };
  });
}

function expectedAnswer({ rtts, options, system }: Scenario, family: AddressFamily, ttl: number) {
  const unknown = system?.().hidden ?? [];
  const quoting = { nat: false, quotedTtl: unknown.includes('ttl') ? null : 1 };
  return {
    status: 'replied',
    rtt: rtts[ttl - 1],
    address: addressAt(family, ttl),
    ...(ttl < rtts.length ? { ...timeExceeded(family), ...quoting } : lastAnswer(options, family)),
    changed: {},
    unknown,
    duplicates: 0,
    mpls: [],
  };
}

function timeExceeded(family: AddressFamily) {
  return { icmp: { type: family === 4 ? 11 : 3, code: 0 }, direct: null };
}

/** An echo reply, a SYN-ACK or Port Unreachable. */
function lastAnswer({ method }: TraceOptions, family: AddressFamily) {
  if (method === 'icmp') return { icmp: { type: family === 4 ? 0 : 129, code: 0 }, direct: 'echo-reply', nat: null };
  if (method === 'tcp') return { icmp: null, direct: 'syn-ack', nat: null };
  return { icmp: family === 4 ? { type: 3, code: 3 } : { type: 1, code: 4 }, direct: null, nat: false };
}

function checkProbes(left: readonly Uint8Array[], { options }: Scenario): void {
  const probes = left.map(read);
  expect(left.map((bytes) => verifyChecksums(bytes)?.payload)).toEqual(Array(left.length).fill('valid'));
  expect(new Set(probes.map(({ ip }) => (ip.version === 4 ? ip.typeOfService : ip.trafficClass)))).toEqual(
    new Set([options.tos ?? 0]),
  );
  if (options.packetLength !== undefined) {
    expect(new Set(left.map(({ length }) => length))).toEqual(new Set([options.packetLength]));
  }
  if (options.method === 'icmp') checkEchoRequests(probes, options.payload?.[2] ?? 0);
}

/** One identifier, no sequence number twice, the payload asked for behind the two bytes that hold the checksum in place. */
function checkEchoRequests(probes: readonly Datagram[], filling: number): void {
  const echoes = probes.flatMap(({ payload }) => ('identifier' in payload ? [payload] : []));
  expect(echoes).toHaveLength(probes.length);
  expect(new Set(echoes.map(({ identifier }) => identifier)).size).toBe(1);
  expect(new Set(echoes.map(({ sequenceNumber }) => sequenceNumber)).size).toBe(probes.length);
  expect(echoes.flatMap(({ data }) => [...data.subarray(2)].filter((byte) => byte !== filling))).toEqual([]);
}
