import type { ProbeResult, TraceResult } from '@hoplite/engine';
import { instantOf } from '../timestamp.js';
import type { ProbeMark, Statement } from './statement.js';

/** A tool's word on a run, held against the trace that was found in the recording. */
export interface Comparison {
  /** Probes of which both say the same: who answered, or that nobody did. */
  readonly agreed: number;
  /** The hops where they differ: `3: 198.51.100.6 / *`, a word a probe; first the trace's words, then the tool's. */
  readonly differences: readonly string[];
  /** Milliseconds by which each RTT that the tool measured is longer than the capture's. */
  readonly excess: readonly number[];
}

/** `hopsBefore`: how many hops the trace lacks. `spoken`: the probes spoken of so far, to which it adds. */
export function compareStatements(
  statements: readonly Statement[],
  trace: TraceResult,
  hopsBefore: number,
  spoken: Set<ProbeResult>,
): Comparison {
  const hops = new Map<number, { readonly ours: string[]; readonly theirs: string[] }>();
  const excess: number[] = [];
  let agreed = 0;
  for (const { ttl, probe: mark, address, rtt, nat } of statements.filter(({ ttl }) => ttl > hopsBefore)) {
    const probe = findProbe(trace, ttl - hopsBefore, mark);
    const changed = nat !== undefined && probe !== undefined && 'nat' in probe && probe.nat === true;
    const ours = probe !== undefined && spoken.has(probe) ? 'twice' : `${answerTo(probe)}${changed ? '(NAT)' : ''}`;
    const theirs = `${address ?? '*'}${nat === true ? '(NAT)' : ''}`;
    if (probe !== undefined) spoken.add(probe);
    if (ours === theirs) agreed += 1;

    const hop = hops.get(ttl) ?? { ours: [], theirs: [] };
    hops.set(ttl, { ours: [...hop.ours, ours], theirs: [...hop.theirs, theirs] });
    if (rtt !== null && probe !== undefined && 'rtt' in probe && probe.rtt !== null) excess.push(rtt - probe.rtt);
  }
  const differences = [...hops]
    .map(([ttl, { ours, theirs }]) => ({ ttl, ours: ours.join(' '), theirs: theirs.join(' ') }))
    .filter(({ ours, theirs }) => ours !== theirs)
    .map(({ ttl, ours, theirs }) => `${ttl}: ${ours} / ${theirs}`);
  return { agreed, differences, excess };
}

/** An address, `*` for a silent probe, `none` for a probe that the trace has not got. */
export function answerTo(probe: ProbeResult | undefined): string {
  if (probe === undefined) return 'none';
  return 'address' in probe ? probe.address : '*';
}

/** In microseconds: between what a process says of its sending and the packet in the capture. */
const MOST_AWAY = 2000;

function findProbe(trace: TraceResult, ttl: number, mark: ProbeMark): ProbeResult | undefined {
  const probes = trace.hops.find((hop) => hop.ttl === ttl)?.probes ?? [];
  switch (mark.by) {
    case 'attempt':
      return probes.find(({ attempt }) => attempt === mark.value);
    case 'number':
      return probes.find(({ sequence, sourcePort, destinationPort }) =>
        [sequence, sourcePort, destinationPort].includes(mark.value),
      );
    case 'sentAt': {
      const startedAt = Number(instantOf(trace.startedAt) / 1000n);
      return probes.find(({ sentAt }) => Math.abs(startedAt + sentAt * 1000 - mark.value) < MOST_AWAY);
    }
  }
}
