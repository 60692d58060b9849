import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TraceResult } from '@hoplite/engine';
import { readCapture } from '@hoplite/transport-pcap';
import { describe, expect, test } from 'vitest';
import { tracesIn } from './support/corpus.js';
import { sharedCaptures } from './support/shared-captures.js';
import { pairsOfTraces, pairsOfTruth, readTruth, type TruthHop } from './support/truth.js';
import { type Differences, differences } from './support/truth-differences.js';

const folder = sharedCaptures();
const files = folder === null ? [] : readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
const captures = files.filter((name) => /\.pcap(ng)?$/.test(name));
const path = (name: string): string => join(folder ?? '', name);
const readText = (name: string): string => readFileSync(path(name), 'utf8');

const judged = captures
  .filter((name) => files.includes(`${name}.truth.json`))
  .map((name) => ({ name, runs: readTruth(`${path(name)}.truth.json`).runs }));

/** Wireshark calls the extensions of these three answers malformed; tcpdump 4.99 prints the label that we read of each. */
const unseen = {
  name: 'chrissanders+packets/icmp_traceroute.pcapng',
  probes: [25, 27, 29],
  label: '19642/0/1/255',
  differences: { fields: '25.reply.mpls 27.reply.mpls 29.reply.mpls' },
};

describe.skipIf(folder === null)('in captures made by others', () => {
  test.each(judged)('the runs, hops, pairs, RTTs and labels are the oracle’s: $name', async ({ name, runs }) => {
    const traces = await tracesIn(path(name));
    expect(traces.map(({ source, address }) => [source, address])).toEqual(runs.map(({ src, dst }) => [src, dst]));
    expect(traces.map(hopsOf)).toEqual(runs.map(({ hops }) => hops));
    const known: Differences = name === unseen.name ? unseen.differences : {};
    expect(differences(pairsOfTruth(runs), pairsOfTraces(traces))).toEqual(known);
  });

  test('the labels that the oracle does not see are those that tcpdump prints', async () => {
    const pairs = pairsOfTraces(await tracesIn(path(unseen.name)));
    expect(unseen.probes.map((frame) => pairs.get(frame)?.reply?.mpls)).toEqual(
      unseen.probes.map(() => [unseen.label]),
    );
  });

  test('there are no runs in those of which the oracle was not asked', async () => {
    const others = captures.filter((name) => judged.every((one) => one.name !== name));
    const traces = await Promise.all(others.map((name) => tracesIn(path(name))));
    expect(others.filter((_, index) => traces[index]?.length !== 0)).toEqual([]);
  });

  test('there are as many packets in each as its source says', async () => {
    const rows = readText('MANIFEST.tsv').trimEnd().split('\n').slice(1);
    const listed = rows
      .map((row) => row.split('\t'))
      .map(([name = '', , , , , , , packets]) => [name, Number(packets)]);
    expect(await packetCounts(captures)).toEqual(Object.fromEntries(listed));
  });

  test('there are as many packets in each of the pcapng generator as its author expects', async () => {
    const generated = captures.filter((name) => name.startsWith('hadrielk+pcapng-test-generator/'));
    const expected = generated.map((name) => [name, packetBlocks(readText(expectation(name)))]);
    expect(await packetCounts(generated)).toEqual(Object.fromEntries(expected));
  });

  test('there is as much to compare as there was', () => {
    const runs = judged.flatMap((one) => one.runs);
    const replies = judged.flatMap((one) => [...pairsOfTruth(one.runs).values()]).flatMap(({ reply }) => reply ?? []);
    expect({
      captures: captures.length,
      judged: judged.length,
      runs: runs.length,
      hops: runs.flatMap(({ hops }) => hops).length,
      pairs: replies.length,
      labels: replies.flatMap(({ mpls }) => mpls).length,
    }).toEqual({ captures: 76, judged: 10, runs: 3, hops: 16, pairs: 48, labels: 6 });
  });
});

function hopsOf({ hops }: TraceResult): readonly TruthHop[] {
  return hops.map(({ ttl, probes }) => {
    const responders = probes.flatMap((probe) => ('address' in probe ? [probe.address] : []));
    return { ttl, sent: probes.length, answered: responders.length, responders: [...new Set(responders)] };
  });
}

async function packetCounts(names: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const counts: Record<string, number> = {};
  for (const name of names) {
    counts[name] = 0;
    for await (const _ of readCapture(path(name))) counts[name] += 1;
  }
  return counts;
}

/** `test001_le.pcapng` and `test001_be.pcapng` are expected alike. */
const expectation = (name: string): string => name.replace(/(test\d+)_[bl]e\.pcapng$/, 'expected/$1.txt');

/** Of the blocks that the author counts: enhanced, simple and obsolete packets. */
function packetBlocks(text: string): number {
  return [...text.matchAll(/^\s(?:EPB|SPB|PB): (\d+)$/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
}
