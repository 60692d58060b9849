import type { AddressFamily } from '@hoplite/codec';
import { type Method, TraceEngine, type TraceRequest, type TraceResult } from '@hoplite/engine';
import {
  directReply,
  icmpProbe,
  portUnreachable,
  tcpProbe,
  timeExceeded,
  topology,
  udpProbe,
  unreachable,
} from '@hoplite/testing';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { line, PC, TARGET } from './line.fixture.js';
import type { TopologyInit } from './topology/topology.js';
import { createSimTransport } from './transport.js';

/** What somebody sends who sees no probe, and when, in nanoseconds. */
interface Forgery {
  readonly at: number;
  readonly datagram: Uint8Array;
}

/** A trace while forged datagrams come in. */
async function traceAmid(
  forgeries: readonly Forgery[],
  network: TopologyInit,
  target: string,
  { seed = 1, ...request }: TraceRequest & { readonly seed?: number },
): Promise<TraceResult> {
  const transport = createSimTransport(network, { seed });
  const open = transport.open.bind(transport);
  transport.open = async (listener) => {
    await open(listener);
    for (const { at, datagram } of forgeries) transport.clock.arrive(at, () => listener.received(datagram, at));
  };
  await using engine = new TraceEngine(transport, { seed });
  return await engine.trace(target, request).result;
}

/** Addresses, methods and the ports that everybody's probes go to are known; all that is random is guessed. */
const anyGuess = fc.record({
  at: fc.nat(200_000_000),
  kind: fc.constantFrom('time-exceeded', 'port-unreachable', 'host-unreachable', 'direct'),
  protocol: fc.constantFrom('udp', 'icmp', 'tcp'),
  ttl: fc.integer({ min: 1, max: 16 }),
  sourcePort: fc.integer({ min: 1, max: 65535 }),
  destinationPort: fc.oneof(fc.constantFrom(80, 53), fc.integer({ min: 33434, max: 33529 })),
  number: fc.nat(65535),
});
type Guess = typeof anyGuess extends fc.Arbitrary<infer T> ? T : never;

function forge(
  guess: Guess,
  way: { readonly source: string; readonly destination: string },
  family: AddressFamily,
): Forgery {
  const { at, kind, ttl, sourcePort, destinationPort, number } = guess;
  const router = family === 4 ? '203.0.113.7' : '2001:db8:bad::7';
  const probe = probeOf(guess.protocol, { ...way, ttl, sourcePort, destinationPort, number });
  const whole = { quoteLength: probe.length };
  if (kind === 'direct') return { at, datagram: directReply(probe, { rst: number % 2 === 0 }) };
  if (kind === 'time-exceeded') return { at, datagram: timeExceeded(probe, router, whole) };
  if (kind === 'port-unreachable') return { at, datagram: portUnreachable(probe, way.destination, whole) };
  return { at, datagram: unreachable(probe, router, family === 4 ? 1 : 0, whole) };
}

interface Guessed {
  readonly source: string;
  readonly destination: string;
  readonly ttl: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly number: number;
}

function probeOf(protocol: Guess['protocol'], { number, sourcePort, destinationPort, ...way }: Guessed): Uint8Array {
  const at = { ...way, identification: number };
  if (protocol === 'icmp') return icmpProbe({ ...at, identifier: sourcePort, sequenceNumber: number });
  const ports = { sourcePort, destinationPort };
  if (protocol === 'tcp') return tcpProbe({ ...at, ...ports, sequenceNumber: number * 0x10001 });
  return udpProbe({ ...at, ...ports, checksum: number });
}

test('who sees no probe changes nothing of a trace, whatever he sends and whatever else happens to it', async () => {
  const anyMethod = fc.constantFrom<Method>('udp', 'udp-classic', 'udp-dublin', 'icmp', 'tcp');
  await fc.assert(
    fc.asyncProperty(
      topology({ habits: true, chances: true }),
      fc.constantFrom<AddressFamily>(4, 6),
      anyMethod,
      fc.nat(),
      fc.array(anyGuess, { minLength: 1, maxLength: 60 }),
      async ({ topology: network, source, destination }, family, method, seed, guesses) => {
        const way = { source: source[family], destination: destination[family] };
        const request = { method, seed, maxTtl: 16 };
        const { foreign: alone, ...undisturbed } = await traceAmid([], network, way.destination, request);
        // An answer of the destination's UDP quotes nothing: who guesses the port, one in tens of thousands, is right.
        const right = numbersOf(undisturbed);
        const wrong = guesses.filter(({ sourcePort }) => !right.has(sourcePort));
        const forgeries = wrong.map((guess) => forge(guess, way, family));
        const { foreign, ...amid } = await traceAmid(forgeries, network, way.destination, request);
        expect(amid).toEqual(undisturbed);
        expect(foreign).toBeGreaterThanOrEqual(alone);
      },
    ),
    { numRuns: 60 },
  );
});

/** The source ports or ICMP identifiers of a trace's probes. */
function numbersOf({ hops }: Pick<TraceResult, 'hops'>): ReadonlySet<number | undefined> {
  return new Set(hops.flatMap(({ probes }) => probes.map(({ sourcePort, identifier }) => sourcePort ?? identifier)));
}

// Behind the IP and ICMP headers of the error and the IP header of the quote, 48 bytes, lies what is guessed.
test.each([
  ['udp', 33434, 48],
  ['icmp', 0, 52],
  ['tcp', 80, 48],
] as const)(
  'a Time Exceeded forged for each of 65,536 %s ports or identifiers answers no probe',
  async (method, port, offset) => {
    const guess = { source: PC, destination: TARGET, ttl: 2, sourcePort: 0, destinationPort: port, number: 0x7777 };
    const probe = probeOf(method, guess);
    const forged = timeExceeded(probe, '203.0.113.7', { quoteLength: probe.length });
    const forgeries = Array.from({ length: 65_536 }, (_, number) => {
      const datagram = forged.slice();
      new DataView(datagram.buffer).setUint16(offset, number);
      return { at: 500_000, datagram };
    });
    const { foreign, ...amid } = await traceAmid(forgeries, line(), TARGET, { method });
    const { foreign: none, ...undisturbed } = await traceAmid([], line(), TARGET, { method });
    expect(amid).toEqual(undisturbed);
    expect({ foreign, none }).toEqual({ foreign: 65_536, none: 0 });
  },
);
