import { captureOf, directReply, icmpProbe, portUnreachable, tcpProbe, timeExceeded, udpProbe } from '@hoplite/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { extractTraces } from './extract.js';

type Seen = Parameters<typeof captureOf>[0][number];

/** One traceroute as a tool would run it: to its own target, `queries` per TTL, some probes unanswered. */
interface Run {
  readonly tool: keyof typeof TOOLS;
  readonly hops: number;
  readonly queries: number;
  readonly start: number;
  readonly spacing: number;
  readonly lost: readonly boolean[];
  readonly reordered: boolean;
}

const SOURCE = '10.0.0.1';

const TOOLS = {
  classic: (destination: string, ttl: number, index: number) =>
    udpProbe({
      source: SOURCE,
      destination,
      ttl,
      sourcePort: 32768 + ((index * 7919) % 28000),
      destinationPort: 33434 + index,
    }),
  paris: (destination: string, ttl: number, index: number) =>
    udpProbe({
      source: SOURCE,
      destination,
      ttl,
      sourcePort: 4000,
      destinationPort: 33434,
      identification: 1 + index,
      checksum: 1 + index,
    }),
  icmp: (destination: string, ttl: number, index: number) =>
    icmpProbe({
      source: SOURCE,
      destination,
      ttl,
      identifier: 99,
      sequenceNumber: 1 + index,
      identification: 1 + index,
    }),
  tcp: (destination: string, ttl: number, index: number) =>
    tcpProbe({
      source: SOURCE,
      destination,
      ttl,
      sourcePort: 33000 + index,
      destinationPort: 80,
      sequenceNumber: 7 + 1000 * index,
    }),
};

const METHODS = { classic: 'udp-classic', paris: 'udp', icmp: 'icmp', tcp: 'tcp' } as const;

const anyRun: fc.Arbitrary<Run> = fc.record({
  tool: fc.constantFrom('classic', 'paris', 'icmp', 'tcp'),
  hops: fc.integer({ min: 3, max: 12 }),
  queries: fc.integer({ min: 1, max: 3 }),
  start: fc.integer({ min: 0, max: 20_000 }),
  spacing: fc.constantFrom(0.05, 1, 700),
  lost: fc.array(fc.boolean(), { minLength: 36, maxLength: 36 }),
  reordered: fc.boolean(),
});

/** What the run sends and receives, and by TTL and attempt who should be seen to answer. */
function play(run: Run, target: string): { readonly seen: Seen[]; readonly name: string; readonly path: string[][] } {
  const path: string[][] = Array.from({ length: run.hops }, () => []);
  const seen: Seen[] = [];
  for (let index = 0; index < run.hops * run.queries; index++) {
    const ttl = 1 + Math.floor(index / run.queries);
    const bytes = TOOLS[run.tool](target, ttl, index);
    const at = run.start + index * run.spacing;
    seen.push({ at, datagram: bytes });
    // The first probe is always answered by an error, or the run would be none.
    const lost = index > 0 && run.lost[index] === true;
    const responder = ttl === run.hops ? target : `198.51.100.${ttl}`;
    path[ttl - 1]?.push(lost ? '*' : responder);
    if (lost) continue;
    const delay = 0.01 + (run.reordered ? (index * 37) % 50 : 2);
    seen.push({ at: at + delay, datagram: answer(run.tool, bytes, responder, ttl === run.hops) });
  }
  return { seen, name: `${METHODS[run.tool]} to ${target}`, path };
}

function answer(tool: Run['tool'], probe: Uint8Array, responder: string, atEnd: boolean): Uint8Array {
  if (!atEnd) return timeExceeded(probe, responder);
  return tool === 'icmp' || tool === 'tcp' ? directReply(probe) : portUnreachable(probe, responder);
}

/** Lookups and pings to the same targets, and errors about none of it. */
function noise(count: number): Seen[] {
  return Array.from({ length: count }, (_, i): Seen[] => {
    const lookup = udpProbe({
      source: SOURCE,
      destination: `192.0.2.${1 + (i % 5)}`,
      ttl: 64,
      sourcePort: 20000 + i,
      destinationPort: 53,
    });
    const ping = icmpProbe({
      source: SOURCE,
      destination: `192.0.2.${1 + (i % 5)}`,
      ttl: 64,
      identifier: 5,
      sequenceNumber: i,
    });
    const stray = udpProbe({
      source: '10.0.0.77',
      destination: '192.0.2.250',
      ttl: 3,
      sourcePort: i,
      destinationPort: 9,
    });
    return [
      { at: 90 * i, datagram: lookup },
      { at: 90 * i + 3, datagram: directReply(lookup) },
      { at: 90 * i + 5, datagram: ping },
      { at: 90 * i + 9, datagram: directReply(ping) },
      { at: 90 * i + 11, datagram: timeExceeded(stray, '198.51.100.3') },
    ];
  }).flat();
}

/** The same packets again as a router's other interface shows them: later, and with one TTL less. */
function onOtherInterface(seen: readonly Seen[]): Seen[] {
  return seen.map(({ at, datagram }) => {
    const forwarded = datagram.slice();
    forwarded[8] = (forwarded[8] ?? 0) - 1;
    return { at: at + 0.02, datagram: forwarded, interface: 1 };
  });
}

/** Runs to targets of their own, or of different tools to the same. */
const anyRuns = fc.oneof(
  fc.array(anyRun, { minLength: 1, maxLength: 5 }).map((runs) => runs.map((run, i) => play(run, `192.0.2.${1 + i}`))),
  fc
    .uniqueArray(anyRun, { minLength: 2, maxLength: 4, selector: ({ tool }) => tool })
    .map((runs) => runs.map((run) => play(run, '192.0.2.1'))),
);

test('every traceroute among others and noise is found with its path, captured once or on both sides of a router', async () => {
  await fc.assert(
    fc.asyncProperty(anyRuns, fc.integer({ min: 0, max: 40 }), fc.boolean(), async (played, noises, twice) => {
      const once = [...played.flatMap(({ seen }) => seen), ...noise(noises)];
      const all = (twice ? [...once, ...onOtherInterface(once)] : once).sort((a, b) => a.at - b.at);
      const found: [string, string[][]][] = [];
      for await (const { method, address, hops } of extractTraces(captureOf(all))) {
        const path = hops.map((hop) => hop.probes.map((probe) => ('address' in probe ? probe.address : '*')));
        found.push([`${method} to ${address}`, path]);
      }
      const byName = ([a]: [string, unknown], [b]: [string, unknown]) => (a < b ? -1 : 1);
      expect(found.sort(byName)).toEqual(
        played.map(({ name, path }): [string, string[][]] => [name, path]).sort(byName),
      );
    }),
    { numRuns: 200 },
  );
});
