import type { TraceResult } from '@hoplite/engine';
import { readCapture } from '@hoplite/transport-pcap';
import { describe, expect, test } from 'vitest';
import { oracleErrs, rttExcess, strangers, textDiffers, toolErrs } from './corpus/known-differences.js';
import {
  corpusFile,
  type ReadRecording,
  readCorpus,
  readCorpusText,
  type Tool,
  type ToolRun,
} from './support/corpus.js';
import { hoplite } from './support/hoplite.js';
import { instantOf } from './support/timestamp.js';
import { compareRecording } from './support/tools/compare-recording.js';
import { type MtrHub, readMtrReport } from './support/tools/mtr.js';
import { tracesOfRun } from './support/tools/run.js';
import { pairsOfTraces, pairsOfTruth, readTruth } from './support/truth.js';
import { differences } from './support/truth-differences.js';

const corpus = await readCorpus();
/** `mtr --json` has no words on single probes. */
const REPORT = 'mtr-report';
const MICROSECOND = 0.001;

describe.each(corpus)('the recording $name', (recording) => {
  const { name, found, traces, packets } = recording;

  test(`holds ${traces} traceroutes`, () => expect(found).toHaveLength(traces));

  test('has times and frame numbers as its packets have them', async () => {
    const times = await packetTimes(corpusFile(recording.file));
    expect(times).toHaveLength(packets);
    const claimed = found.flatMap(claimedTimes);
    expect(claimed).toEqual(claimed.map(([frame]) => [frame, times[frame - 1]]));
  });

  test('has no answer twice and none left over, but for what is known', () => {
    const answered = found
      .flatMap(({ hops }) => hops)
      .flatMap(({ probes }) => probes.filter((one) => 'duplicates' in one));
    expect(answered.filter(({ duplicates }) => duplicates > 0)).toEqual([]);
    expect(found.filter(({ ambiguous }) => ambiguous > 0)).toEqual([]);
    expect(found.reduce((sum, { foreign }) => sum + foreign, 0)).toBe(strangers[name]?.foreign ?? 0);
  });

  test('reads as the oracle reads it, probe by probe, but for what the oracle is known to err in', () => {
    const { why: _, ...known } = oracleErrs[name] ?? { why: '' };
    expect(differences(oraclePairs(name), pairsOfTraces(found))).toEqual(known);
  });
});

describe('hop by hop, but for what they are known to err in, the tools said what is found in', () => {
  test.each(corpus.filter(({ name }) => name !== REPORT))('$name', (recording) => {
    const { runs, unsaid } = compareRecording(recording);
    expect(new Set(runs.map(({ trace }) => trace))).toEqual(new Set(recording.found));
    expect([...runs.flatMap((run) => run.differences), ...unsaid]).toEqual(toolErrs[recording.name]?.hops ?? []);
  });
});

test.each(['oracleErrs', 'toolErrs', 'strangers', 'textDiffers'] as const)(
  'every recording in %s is in the corpus',
  (list) => {
    const names = corpus.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(Object.keys({ oracleErrs, toolErrs, strangers, textDiffers }[list])));
  },
);

describe('the RTTs that a tool printed are those of the capture and', () => {
  const runs = corpus.filter(({ name }) => name !== REPORT).flatMap((recording) => compareRecording(recording).runs);
  const tools = Object.entries(rttExcess).map(([tool, bounds]) => ({ tool: tool as Tool, ...bounds }));

  test.each(tools)('$least to $most ms more by $tool ($why)', ({ tool, least, most }) => {
    const all = runs.filter(({ run }) => run.tool === tool).flatMap(({ excess }) => excess);
    expect(all.length).toBeGreaterThan(0);
    expect(Math.min(...all)).toBeGreaterThanOrEqual(least - MICROSECOND);
    expect(Math.max(...all)).toBeLessThanOrEqual(most + MICROSECOND);
  });
});

test('the statistics of mtr --json are those of the probes in the capture', () => {
  const recording = corpus.find(({ name }) => name === REPORT);
  const [trace] = recording?.found ?? [];
  const hubs = readMtrReport(readCorpusText(`${REPORT}.json`));
  expect(hubs.map(({ count, host, Snt, 'Loss%': loss }) => [count, host, Snt, loss])).toEqual(
    trace?.hops.slice(0, hubs.length).map(({ ttl, probes }) => [ttl, ...lossOf(probes)]),
  );
  for (const hub of hubs) expectStatistics(hub, trace);
});

describe('hoplite read -n prints, but for the figures of the RTTs, what traceroute(8) printed of', () => {
  test.each(tracerouteRuns())('$recording.name $run.run', async ({ recording, run, trace }) => {
    const printed = await hoplite('read', '-n', corpusFile(recording.file));
    const block = printed.split('\n\n')[recording.found.indexOf(trace)] ?? '';
    expect(figureless(block)).toEqual(corrected(figureless(readCorpusText(run.output)), recording.name));
  });
});

test('the corpus is as large as it was', () => {
  const pairs = corpus.flatMap(({ found }) => [...pairsOfTraces(found).values()]);
  const runs = corpus.filter(({ name }) => name !== REPORT).flatMap((recording) => compareRecording(recording).runs);
  expect({
    recordings: corpus.length,
    traces: corpus.flatMap(({ found }) => found).length,
    probes: pairs.length,
    answers: pairs.filter(({ reply }) => reply !== null).length,
    toolRuns: runs.length,
    agreedWithTools: runs.reduce((sum, { agreed }) => sum + agreed, 0),
    rttsOfTools: runs.flatMap(({ excess }) => excess).length,
    texts: tracerouteRuns().length,
  }).toEqual({
    recordings: 88,
    traces: 105,
    probes: 2240,
    answers: 2096,
    toolRuns: 105,
    agreedWithTools: 1759,
    rttsOfTools: 1615,
    texts: 53,
  });
});

function oraclePairs(name: string) {
  return pairsOfTruth(readTruth(corpusFile(`${name}.truth.json`)).runs);
}

/** When each packet crossed the interface, in Unix nanoseconds. */
async function packetTimes(path: string): Promise<readonly bigint[]> {
  const times: bigint[] = [];
  for await (const { origin, at } of readCapture(path)) times.push(origin + BigInt(at));
  return times;
}

/** The frames of a trace, and when they crossed the interface by its times and RTTs. */
function claimedTimes({ startedAt, hops }: TraceResult): readonly (readonly [frame: number, at: bigint])[] {
  return hops.flatMap(({ probes }) =>
    probes.flatMap((probe) => {
      const sentAt = instantOf(startedAt) + BigInt(Math.round(probe.sentAt * 1e6));
      const sent = [probe.frames?.probe ?? 0, sentAt] as const;
      if (!('rtt' in probe) || probe.rtt === null) return [sent];
      return [sent, [probe.frames?.reply ?? 0, sentAt + BigInt(Math.round(probe.rtt * 1e6))] as const];
    }),
  );
}

/** traceroute(8) runs recorded where they were started, so that no hop is missing. */
function tracerouteRuns(): readonly { recording: ReadRecording; run: ToolRun; trace: TraceResult }[] {
  return corpus.flatMap((recording) =>
    recording.runs
      .filter(({ tool }) => tool === 'traceroute')
      .flatMap((run) => {
        const whole = tracesOfRun(recording, run).find(({ hopsBefore }) => hopsBefore === 0);
        return whole === undefined ? [] : [{ recording, run, trace: whole.trace }];
      }),
  );
}

/** What is the run's alone becomes `#`: RTTs, and "hops max", which a capture does not tell. */
function figureless(text: string): readonly string[] {
  return text
    .trimEnd()
    .replace(/\d+ hops max/, '# hops max')
    .replace(/\d+\.\d{3} ms/g, '# ms')
    .split('\n');
}

function corrected(lines: readonly string[], name: string): readonly string[] {
  const known = textDiffers[name]?.lines ?? {};
  return lines.map((line, hop) => known[hop] ?? line).filter((line) => line !== '');
}

function lossOf(probes: TraceResult['hops'][number]['probes']): readonly unknown[] {
  const answered = probes.filter((probe) => 'address' in probe);
  const loss = (100 * (probes.length - answered.length)) / probes.length;
  return [answered.at(-1)?.address, probes.length, loss];
}

function expectStatistics({ count, Last, Best, Wrst, Avg }: MtrHub, trace: TraceResult | undefined): void {
  const probes = trace?.hops.find(({ ttl }) => ttl === count)?.probes ?? [];
  const rtts = probes.flatMap((probe) => ('rtt' in probe && probe.rtt !== null ? [probe.rtt] : []));
  const { least, most } = rttExcess.mtr;
  const pairs = [
    [Last, rtts.at(-1)],
    [Best, Math.min(...rtts)],
    [Wrst, Math.max(...rtts)],
    [Avg, rtts.reduce((sum, rtt) => sum + rtt, 0) / rtts.length],
  ] as const;
  for (const [theirs, ours = Number.NaN] of pairs) {
    expect(theirs - ours).toBeGreaterThanOrEqual(least - MICROSECOND);
    expect(theirs - ours).toBeLessThanOrEqual(most + MICROSECOND);
  }
}
