import type { CapturePacket, ProbeResult, TraceResult } from '@hoplite/engine';
import { createSimTransport, type TopologyInit } from '@hoplite/transport-sim';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packetsOf } from './core/layout.fixture.js';
import { type Asked, anyAsked, anyLine, recordTraces, tracesIn } from './recording.fixture.js';

test('a trace read back from its recording by anybody is the trace, in all that packets can show', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(anyLine, anyAsked, fc.nat(), async (line, asked, seed) => {
      fc.pre(!isLost(asked, line));
      const { results, file } = await recordTraces(createSimTransport(line, { seed }), [asked], { engine: { seed } });
      const [trace] = results;
      if (trace === undefined || !showsRouters(trace) || goesOn(trace, packetsOf(file))) return;
      const found = await tracesIn(packetsOf(file));
      expect(found.map((one) => shown(one, trace))).toEqual([shown(trace, trace)]);
      compared++;
    }),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(50);
});

/** The one identifier of udp-dublin not quoted: we trust no answer then; who finds the packets trusts their ports. */
function isLost({ options }: Asked, { nodes }: TopologyInit): boolean {
  const mangled = Object.values(nodes).some(({ errors }) => {
    const quote = typeof errors === 'object' ? errors.quote : undefined;
    return quote !== undefined && (quote.identification !== 'keep' || quote.totalLength !== 'keep');
  });
  return options?.method === 'udp-dublin' && mangled;
}

/** Whether more came at the very instant of the trace's end, when it was over already. */
function goesOn({ duration }: TraceResult, packets: readonly CapturePacket[]): boolean {
  const start = packets.find(isProbe)?.at ?? 0;
  return packets.filter(({ at }) => at - start >= Math.round(duration * 1e6)).length > 1;
}

function isProbe({ comment }: CapturePacket): boolean {
  return comment?.includes('sent') === true;
}

/** Without probes at two TTLs and an ICMP error, packets are no traceroute to anybody. */
function showsRouters({ hops }: TraceResult): boolean {
  const answers = hops.flatMap(({ probes }) => probes.filter((probe) => 'icmp' in probe && probe.direct === null));
  return hops.length > 1 && answers.length > 0;
}

/** What packets show of a trace, as far as another one of it goes. */
function shown(trace: TraceResult, like: TraceResult): unknown {
  const { address, source, family, startedAt, outcome, annotation, answeredBy, foreign, ambiguous } = trace;
  const end = like.outcome === 'reached' ? { outcome, annotation, answeredBy } : null;
  const hops = trace.hops
    .filter(({ ttl }) => ttl <= (like.hops.at(-1)?.ttl ?? 0))
    .map(({ ttl, probes }) => ({ ttl, probes: probes.map(shownOfProbe) }));
  return { address, source, family, method: shownMethod(trace.method), startedAt, end, foreign, ambiguous, hops };
}

/** That flows differ on purpose no packet says. */
function shownMethod(method: string): string {
  return method.startsWith('udp') ? 'udp' : method;
}

/** Nor what was waited for, and how long. */
function shownOfProbe({ frames: _, status, ...probe }: ProbeResult): unknown {
  return { ...probe, answered: status === 'replied' || status === 'late' };
}
