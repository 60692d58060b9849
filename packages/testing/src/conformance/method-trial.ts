import { type Address, type AddressFamily, decodeDatagram } from '@hoplite/codec';
import {
  type Header,
  type Identifier,
  type ProbePlan,
  readHeader,
  resolveOptions,
  type TraceOptions,
  type TraceSecrets,
} from '@hoplite/engine';
import fc from 'fast-check';
import { ipv4Address, ipv6Address } from '../arbitraries/values.js';
import { check } from '../laws/check.js';
import type { MethodFixture } from './method-fixture.js';

/** A probe that a method built, and what the engine reads off it. */
export interface TriedProbe {
  readonly plan: ProbePlan;
  readonly bytes: Uint8Array;
  readonly header: Header;
  readonly identifiers: readonly Identifier[];
  readonly sentAt: number;
  readonly answeredWith: null;
}

/** How the probes of a trial are chosen. */
export interface Trial {
  /** The options of its traces, from those that were drawn and the length of the shortest probe. */
  readonly options?: (drawn: TraceOptions, leastLength: number) => TraceOptions;
  /** What is to be as large as the method lets it be. */
  readonly extreme?: 'ports' | 'length';
  /** Which of a trace's probes are built, of so many. Default all. */
  readonly numbers?: (all: number) => readonly number[];
  /** How many traces over each family. Default 20. */
  readonly traces?: number;
}

/** Builds the probes of traces of all kinds over both families, and passes on those of each. */
export function tryMethod(
  fixture: MethodFixture,
  holds: (probes: readonly TriedProbe[]) => void,
  trial: Trial = {},
): void {
  for (const family of [4, 6] as const) {
    const property = fc.property(anyTrace(family), (drawn) => {
      holds(planTrace(fixture, family, drawn, trial).map((plan) => tryProbe(fixture, plan)));
    });
    fc.assert(property, { numRuns: trial.traces ?? 20 });
  }
}

/** Builds one. */
export function tryProbe({ method }: MethodFixture, plan: ProbePlan): TriedProbe {
  const bytes = method.build(plan);
  const decoded = decodeDatagram(bytes);
  check(decoded.ok, () => `${named(plan)} is no datagram: ${bytes}`);
  const header = readHeader(decoded.value);
  check(header !== null, () => `${named(plan)} is neither UDP, TCP nor an ICMP echo request`);
  return { plan, bytes, header, identifiers: method.identifiers(plan.family), sentAt: 0, answeredWith: null };
}

/** What a message calls a probe. */
export function named({ family, ttl, attempt }: ProbePlan): string {
  return `the IPv${family} probe of TTL ${ttl}, attempt ${attempt},`;
}

interface Drawn {
  readonly secrets: Omit<TraceSecrets, 'sourcePort'>;
  readonly ports: readonly [source: number, destination: number];
  readonly addresses: readonly [source: Address, destination: Address];
  readonly options: { readonly firstTtl: number; readonly hops: number; readonly queries: number } & TraceOptions;
  readonly payload: Uint8Array;
  readonly length: number;
}

function anyTrace(family: AddressFamily): fc.Arbitrary<Drawn> {
  const address = family === 4 ? ipv4Address() : ipv6Address();
  return fc.record({
    secrets: fc.record({
      identifier: fc.integer({ min: 1, max: 0xfffe }),
      identification: fc.nat(0xffff),
      token: fc.nat(0xffff),
      sequenceNumber: fc.nat(0xffffffff),
    }),
    ports: fc.tuple(fc.nat(0xffff), fc.nat(0xffff)),
    addresses: fc.tuple(address, address).filter(([source, destination]) => source !== destination),
    options: fc.record({
      firstTtl: fc.integer({ min: 1, max: 20 }),
      hops: fc.integer({ min: 2, max: 12 }),
      queries: fc.integer({ min: 1, max: 4 }),
      tos: fc.nat(0xff),
      dontFragment: fc.boolean(),
      flowLabel: fc.nat(family === 6 ? 0xfffff : 0),
    }),
    payload: fc.uint8Array({ maxLength: 40 }),
    length: fc.integer({ min: 40, max: 150 }),
  });
}

/** The plans of a trace's probes, in the order in which a tracer asks for them. */
function planTrace(
  { method, options: fixed }: MethodFixture,
  family: AddressFamily,
  { secrets, ports, addresses: [source, destination], options: { hops, ...drawn }, payload, length }: Drawn,
  { options: choose = (chosen) => chosen, extreme, numbers = upTo }: Trial,
): ProbePlan[] {
  const least = method.leastLength(family);
  const shaped = { ...drawn, maxTtl: drawn.firstTtl + hops - 1, packetLength: least + length };
  const chosen = choose(method.protocol === 'tcp' ? shaped : { ...shaped, payload }, least);
  const low = resolveOptions(family, { port: 1, sourcePort: 1, ...chosen, ...fixed, method });
  const reach = method.reach(low, family);
  // One less than there is room for, unless the ends are what is tried.
  const below = (end: number, number: number): number => (extreme === 'ports' ? end : 1 + (number % (end - 1)));
  const sourcePort = below(65535 - reach.sourcePort, ports[0]);
  const port = below(65535 - reach.port, ports[1]);
  const longest = extreme === 'length' ? { packetLength: 65535 - reach.packetLength } : {};
  const options = resolveOptions(family, { sourcePort, port, ...chosen, ...longest, ...fixed, method });
  const all = (options.maxTtl - options.firstTtl + 1) * options.queries;
  return numbers(all).map((index) => ({
    family,
    source,
    destination,
    ttl: options.firstTtl + Math.floor(index / options.queries),
    attempt: 1 + (index % options.queries),
    index,
    secrets: { ...secrets, sourcePort: options.sourcePort ?? 1 },
    options,
  }));
}

function upTo(end: number): number[] {
  return Array.from({ length: end }, (_, i) => i);
}
