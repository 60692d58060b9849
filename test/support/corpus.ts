import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { extractTraces, type TraceResult } from '@hoplite/engine';
import { readCapture } from '@hoplite/transport-pcap';

/** A line of test/corpus/manifest.json. */
export interface Recording {
  readonly name: string;
  readonly file: string;
  /** Where it was captured: `node/interface`. */
  readonly where: readonly string[];
  readonly packets: number;
  /** How many traceroutes a reader should find. */
  readonly traces: number;
  readonly runs: readonly ToolRun[];
}

/** A tool that ran while its packets were recorded. */
export interface ToolRun {
  /** Empty where it ran alone. */
  readonly run: string;
  readonly tool: Tool;
  /** The node that it ran on. */
  readonly from: string;
  readonly target: string;
  readonly argv: readonly string[];
  /** The file of what it printed. */
  readonly output: string;
}

export type Tool =
  | 'traceroute'
  | 'mtr'
  | 'scamper'
  | 'tracepath'
  | 'inetutils-traceroute'
  | 'tcptraceroute'
  | 'dublin-traceroute'
  | 'perl';

/** A recording and the traceroutes found in it. */
export interface ReadRecording extends Recording {
  readonly found: readonly TraceResult[];
}

/** The path of a file of the corpus. */
export const corpusFile = (name: string): string => fileURLToPath(new URL(`../corpus/${name}`, import.meta.url));

export const readCorpusText = (name: string): string => readFileSync(corpusFile(name), 'utf8');

/** What was recorded, by name. */
export function readManifest(): readonly Recording[] {
  return JSON.parse(readCorpusText('manifest.json')).recordings;
}

/** Every recording of the corpus, read. */
export async function readCorpus(): Promise<readonly ReadRecording[]> {
  const read: ReadRecording[] = [];
  for (const recording of readManifest())
    read.push({ ...recording, found: await tracesIn(corpusFile(recording.file)) });
  return read;
}

/** The traceroutes in a capture. */
export async function tracesIn(path: string): Promise<readonly TraceResult[]> {
  const traces: TraceResult[] = [];
  for await (const trace of extractTraces(readCapture(path))) traces.push(trace);
  return traces;
}
