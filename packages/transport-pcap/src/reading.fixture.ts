import type { CapturePacket, Notice, TraceResult } from '@hoplite/engine';
import { concatenate } from './core/concatenate.js';
import { packetsOf } from './core/layout.fixture.js';
import { createCaptureReader } from './core/reader.js';
import type { ReadTracesOptions } from './core/reading/read-traces.js';
import { RECORDING_INTERFACES } from './core/recording/recorded-event.js';
import { encodePcapngHeader, encodePcapngPacket } from './core/write-pcapng.js';
import { readTraces } from './read-traces.js';

/** What is read of a capture: its traces, what is said of it, and the fault by which it ended. */
export interface Reading {
  readonly traces: readonly TraceResult[];
  readonly notices: readonly Notice[];
  readonly fault: unknown;
}

export async function reading(file: Uint8Array, options: ReadTracesOptions = {}): Promise<Reading> {
  const traces: TraceResult[] = [];
  const notices: Notice[] = [];
  const onNotice = (notice: Notice) => void notices.push(notice);
  try {
    for await (const trace of readTraces(file, { ...options, onNotice })) traces.push(trace);
  } catch (fault) {
    return { traces, notices, fault };
  }
  return { traces, notices, fault: null };
}

/** The same of a file with which all is well. */
export async function readWell(file: Uint8Array): Promise<readonly TraceResult[]> {
  const { traces, notices, fault } = await reading(file);
  if (fault !== null || notices.length > 0) throw new Error(`${fault} ${JSON.stringify(notices)}`);
  return traces;
}

/** In the order in which they are read. */
export function inOrder(traces: readonly TraceResult[]): readonly TraceResult[] {
  return [...traces].sort((a, b) => (a.startedAt < b.startedAt ? -1 : a.startedAt > b.startedAt ? 1 : 0));
}

/** As it was before there was a capture. */
export function withoutFrames(trace: TraceResult): TraceResult {
  const hops = trace.hops.map(({ ttl, probes }) => ({ ttl, probes: probes.map((one) => ({ ...one, frames: null })) }));
  return { ...trace, hops };
}

/** A recording with other words or packets. */
export function rewritten(
  file: Uint8Array,
  words: (comment: string) => string,
  packets: (all: readonly CapturePacket[]) => readonly CapturePacket[] = (all) => all,
): Uint8Array {
  const reader = createCaptureReader();
  // The comment is there with the first packet.
  Array.from(reader.push(file));
  const format = { comment: words(reader.comment ?? '').split('\n'), interfaces: RECORDING_INTERFACES };
  const encoded = packets(packetsOf(file)).map((packet) => encodePcapngPacket(format, packet));
  return concatenate(encodePcapngHeader(format), ...encoded);
}
