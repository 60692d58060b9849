import { type Hop, type Method, type ProbeResult, TraceEngine, type TraceResult } from '@hoplite/engine';
import { replay } from '@hoplite/transport-pcap';
import { describe, expect, test } from 'vitest';
import { corpusFile, readCorpus } from './support/corpus.js';

const corpus = await readCorpus();

describe('to the questions of', () => {
  const traces = corpus.flatMap(({ name, file, found }) => found.map((trace, index) => ({ name, file, trace, index })));
  test.each(traces)('trace $index of the recording $name a replay has the same answers', async (recorded) => {
    const { file, trace, index } = recorded;
    const replayed = await askAgain(file, trace, index);
    expect(replayed.startedAt).toBe(trace.startedAt);
    const asked = trace.hops.slice(0, replayed.hops.length);
    expect(replayed.hops.map(answersOf)).toEqual(asked.map((hop) => answersOf(hop)));
    const { outcome, answeredBy, annotation } = trace;
    const end = { outcome: outcome === 'unknown' ? 'max-ttl' : outcome, answeredBy, annotation };
    expect(replayed).toMatchObject({ ...end, foreign: 0, ambiguous: 0 });
  });
});

/** Traces over a replay by the method (in a capture always one of ours), TTLs and number of queries of a trace found in it. */
async function askAgain(file: string, { address, method, options }: TraceResult, index: number): Promise<TraceResult> {
  await using engine = new TraceEngine(await replay(corpusFile(file), { trace: index }), { seed: 1 });
  const { firstTtl, maxTtl, queries } = options;
  const asked = { firstTtl, maxTtl, queries: Number(queries), wait: 60_000, waitHere: 0, waitNear: 0 };
  return await engine.trace(address, { method: method as Method, ...asked }).result;
}

/** What was answered to a hop's queries, in order. */
function answersOf({ ttl, probes }: Hop): unknown {
  return { ttl, probes: probes.filter(({ status }) => status !== 'failed').map(answerOf) };
}

function answerOf(probe: ProbeResult): unknown {
  if (!('address' in probe)) return 'silence';
  const { rtt, address, icmp, direct, annotation, replyTtl, quotedTtl, nat, mtu, mpls, interfaces, extensions } = probe;
  const changed = Object.keys(probe.changed);
  const met = {
    rtt,
    address,
    icmp,
    direct,
    annotation,
    replyTtl,
    quotedTtl,
    changed,
    nat,
    duplicates: probe.duplicates,
  };
  return { ...met, mtu, mpls, interfaces, extensions };
}
