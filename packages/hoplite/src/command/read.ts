import type { Address } from '@hoplite/codec';
import type { Method, Notice, TraceResult } from '@hoplite/engine';
import { readTraces } from '@hoplite/transport-pcap';
import { anySignal } from '../any-signal.js';
import { ExitStatus } from '../exit-status.js';
import type { FormatOptions, TraceFormatName } from '../format/index.js';
import { loadFormat } from '../format/load.js';
import type { Io } from '../io.js';
import { namesOf, reverseLookup } from '../names.js';
import { originsOf } from '../origins/origins-of.js';
import { type Adds, resultWith } from '../told.js';
import { captureName, openCapture } from './capture.js';
import { complain } from './complain.js';
import { openOutput } from './open-output.js';
import { type OriginFlags, originLookup } from './origin-flags.js';

/** The protocol of the probes, whatever the method that varies them. */
export type Protocol = 'udp' | 'icmp' | 'tcp';

export interface ReadOptions extends FormatOptions, OriginFlags {
  readonly to?: Address;
  readonly from?: Address;
  readonly protocol?: Protocol;
  readonly names?: boolean;
  readonly format: TraceFormatName;
  readonly output?: string;
}

/** `hoplite read`: prints each traceroute of a capture when it is complete. */
export async function read(file: string, options: ReadOptions, io: Io): Promise<ExitStatus> {
  const origins = await originLookup(options);
  const output = openOutput(options.output, file, io);
  const onNotice = ({ text }: Notice) => complain(`${captureName(file)}: ${text}`, io);
  const capture = openCapture(file, io, output, (source, reading) => readTraces(source, { ...reading, onNotice }));
  const format = await loadFormat(options.format);
  const document = format.begin(options);
  const signal = anySignal(io.interrupt, output.ended);
  const wanted: readonly Adds[] = [
    ...(options.names && format.showsNames ? [namesOf(reverseLookup({ signal }))] : []),
    ...(origins === null ? [] : [originsOf(origins)]),
  ];
  let id = 0;
  let shown = 0;

  for await (const result of capture.found) {
    id += 1;
    if (!isWanted(result, options)) continue;
    shown += 1;
    await output.write(document.trace(await withAll(result, wanted), id));
    if (output.ended.aborted) break;
  }
  const end = document.end();
  void output.write(end);
  await output.end();
  const status = capture.report();
  // An empty array says it by itself.
  if (status === ExitStatus.ok && shown === 0 && end === '' && !output.ended.aborted) {
    complain(`${captureName(file)}: ${nothingShown(id)}`, io);
  }
  return status;
}

async function withAll(result: TraceResult, wanted: readonly Adds[]): Promise<TraceResult> {
  let complete = result;
  for (const add of wanted) complete = await resultWith(complete, add);
  return complete;
}

function nothingShown(traces: number): string {
  if (traces > 0) return `none of its ${traces} traceroute(s) is one that was asked for`;
  const one = 'probes with two TTLs at least, and an ICMP error in answer to one of them';
  return `no traceroute found: one has ${one}, which a filter may have left out or tcpdump -s cut off`;
}

function isWanted(result: TraceResult, { to, from, protocol }: ReadOptions): boolean {
  if (to !== undefined && result.address !== to) return false;
  if (from !== undefined && result.source !== from) return false;
  return protocol === undefined || protocols[result.method] === protocol;
}

const protocols: Readonly<Record<string, Protocol>> = {
  udp: 'udp',
  'udp-classic': 'udp',
  'udp-dublin': 'udp',
  icmp: 'icmp',
  tcp: 'tcp',
} satisfies Record<Method, Protocol>;
