import type { TraceResult } from '@hoplite/engine';
import type { ReadRecording, Tool, ToolRun } from '../corpus.js';
import { readCorpusText } from '../corpus.js';
import { readHopLines, readTracepath } from './hop-lines.js';
import { readDublin, readScamper } from './json.js';
import { readMtrRaw } from './mtr.js';
import type { ToolOutput } from './statement.js';

const readers: Readonly<Record<Tool, (text: string) => ToolOutput>> = {
  traceroute: readHopLines,
  mtr: readMtrRaw,
  scamper: readScamper,
  tracepath: readTracepath,
  'inetutils-traceroute': readHopLines,
  tcptraceroute: readHopLines,
  'dublin-traceroute': readDublin,
  perl: readHopLines,
};

/** A trace that a tool's run left in a recording. */
export interface TraceOfRun {
  readonly trace: TraceResult;
  /** How many hops lie between the tool and the place of the capture: a probe's TTL is less by as many there. */
  readonly hopsBefore: number;
}

export const readOutput = (run: ToolRun): ToolOutput => readers[run.tool](readCorpusText(run.output));

/** The traces in a recording that belong to a run: two where both sides of a NAT were captured. */
export function tracesOfRun(recording: ReadRecording, run: ToolRun): readonly TraceOfRun[] {
  const sources = addresses[run.from] ?? [];
  const all = recording.found.filter(
    ({ address, source, method }) =>
      address === run.target &&
      method.startsWith(protocolOf(run)) &&
      sources.some((prefix) => source.startsWith(prefix)),
  );
  const sides = sources.map((prefix) => all.filter(({ source }) => source.startsWith(prefix)));
  return sides.flatMap((traces, side) => {
    const trace = choose(traces, run);
    return trace === undefined ? [] : [{ trace, hopsBefore: hopsBefore(recording, run, side) }];
  });
}

/** The addresses of a node: its own, then those that a NAT gives it; of each family alike. */
const addresses: Readonly<Record<string, readonly string[]>> = {
  sender: ['192.0.2.2', '2001:db8:1::2'],
  inside: ['192.168.7.2', '192.0.2.6', '2001:db8:7::2', '2001:db8:2::2'],
  mapped: ['192.168.8.2', '192.0.2.129'],
};

/** Several tools with one protocol and target are told apart by their order, or by the size of their datagrams. */
function choose(traces: readonly TraceResult[], run: ToolRun): TraceResult | undefined {
  if (traces.length <= 1) return traces[0];
  if (run.run === 'first') return traces[0];
  if (run.run === 'second') return traces[1];
  const { size } = readOutput(run);
  return traces.find(({ options }) => options.packetLength === size);
}

function hopsBefore({ where }: ReadRecording, { from }: ToolRun, side: number): number {
  const [node = ''] = (where[0] ?? '').split('/');
  if (node === from) return 0;
  const fromSender = { nat: 0, r2: 1, r4: 3, far: 5 }[node] ?? Number.NaN;
  if (from === 'sender') return fromSender;
  return node === 'nat' ? side % 2 : fromSender + 1;
}

function protocolOf({ tool, argv }: ToolRun): 'udp' | 'icmp' | 'tcp' {
  if (tool === 'tcptraceroute' || argv.includes('-T') || /-P tcp/.test(argv.join(' '))) return 'tcp';
  if (tool === 'mtr' && !argv.includes('-u')) return 'icmp';
  if (/-P icmp/.test(argv.join(' ')) || argv.includes('icmp')) return 'icmp';
  return argv.includes('-I') && tool !== 'scamper' ? 'icmp' : 'udp';
}
