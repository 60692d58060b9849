import { captureOf, icmpProbe, portUnreachable, tcpProbe, timeExceeded, udpProbe } from '@hoplite/testing';
import type { CapturePacket } from '../capture.js';
import type { TraceResult } from '../result.js';
import { extractTraces } from './extract.js';

export const SOURCE = '10.0.0.1';
export const TARGET = '192.0.2.9';
export const router = (ttl: number): string => `198.51.100.${ttl}`;

export type Seen = Parameters<typeof captureOf>[0][number];

export async function extract(seen: readonly Seen[]): Promise<TraceResult[]> {
  return all(captureOf([...seen].sort((a, b) => a.at - b.at)));
}

export async function all(packets: Iterable<CapturePacket>): Promise<TraceResult[]> {
  const traces: TraceResult[] = [];
  for await (const trace of extractTraces(packets)) traces.push(trace);
  return traces;
}

/** What a traceroute shows: per TTL the responder of each attempt, `*` for none. */
export function paths(trace: TraceResult): string[][] {
  return trace.hops.map((hop) => hop.probes.map((probe) => ('address' in probe ? probe.address : '*')));
}

/** A run that asks `queries` times per TTL, one probe every 10 ms, each answered 5 ms later; the last TTL is the target. */
export function run(
  hops: number,
  probe: (ttl: number, index: number) => Uint8Array,
  { queries = 1, start = 0, answer = (bytes: Uint8Array) => portUnreachable(bytes, TARGET) } = {},
): Seen[] {
  return Array.from({ length: hops * queries }, (_, index): Seen[] => {
    const ttl = 1 + Math.floor(index / queries);
    const bytes = probe(ttl, index);
    const at = start + 10 * index;
    return [
      { at, datagram: bytes },
      { at: at + 5, datagram: ttl === hops ? answer(bytes) : timeExceeded(bytes, router(ttl)) },
    ];
  }).flat();
}

export const classic = (ttl: number, index: number, destination = TARGET): Uint8Array =>
  udpProbe({
    source: SOURCE,
    destination,
    ttl,
    sourcePort: 50000 + 37 * index,
    destinationPort: 33434 + index,
    identification: 100 + index,
  });

export const paris =
  (sourcePort: number) =>
  (ttl: number, index: number): Uint8Array =>
    udpProbe({
      source: SOURCE,
      destination: TARGET,
      ttl,
      sourcePort,
      destinationPort: 33434,
      checksum: 100 + index,
      identification: 900 + index,
    });

export const echo =
  (identifier: number) =>
  (ttl: number, index: number): Uint8Array =>
    icmpProbe({
      source: SOURCE,
      destination: TARGET,
      ttl,
      identifier,
      sequenceNumber: 1 + index,
      identification: 500 + index,
    });

export const syn = (ttl: number, index: number): Uint8Array =>
  tcpProbe({
    source: SOURCE,
    destination: TARGET,
    ttl,
    sourcePort: 41000 + index,
    destinationPort: 80,
    sequenceNumber: 1e6 * (1 + index),
  });

export const PATH_OF_3 = [[router(1)], [router(2)], [TARGET]];
