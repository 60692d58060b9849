import type { AnsweredProbe, ProbeResult, TraceResult } from '@hoplite/engine';
import { printable } from '../terminal.js';
import { extensionsText } from './extensions.js';
import type { TraceFormat } from './format.js';
import { isAnswered } from './hops-to-the-end.js';

/** A row a probe under one row of headings, as RFC 4180 has it but for line feeds alone at the ends of lines. */
export const csv: TraceFormat = {
  showsNames: true,
  begin() {
    let headings = rowOf(COLUMNS.map(([heading]) => heading));
    return {
      trace(result, id) {
        const rows = probesOf(result, id).map((probe) => rowOf(COLUMNS.map(([, cell]) => cell(probe))));
        const before = headings;
        headings = '';
        return before + rows.join('');
      },
      end: () => headings,
    };
  },
};

type Cell = string | number | boolean | null | undefined;

/** A probe and where it stands. */
interface Row {
  readonly id: number;
  readonly trace: TraceResult;
  readonly ttl: number;
  readonly probe: ProbeResult;
  readonly answer: AnsweredProbe | null;
}

/** New ones come last: who reads by number goes on reading. */
const COLUMNS: readonly (readonly [heading: string, cell: (row: Row) => Cell])[] = [
  ['trace', ({ id }) => id],
  ['target', ({ trace }) => trace.target],
  ['address', ({ trace }) => trace.address],
  ['source', ({ trace }) => trace.source],
  ['method', ({ trace }) => trace.method],
  ['outcome', ({ trace }) => trace.outcome],
  ['startedAt', ({ trace }) => trace.startedAt],
  ['ttl', ({ ttl }) => ttl],
  ['attempt', ({ probe }) => probe.attempt],
  ['status', ({ probe }) => probe.status],
  ['sentAt', ({ probe }) => probe.sentAt],
  ['rtt', ({ answer }) => answer?.rtt],
  ['responder', ({ answer }) => answer?.address],
  ['name', ({ answer }) => answer?.name],
  ['asn', ({ answer }) => answer?.origin?.asn],
  ['organization', ({ answer }) => answer?.origin?.name],
  ['country', ({ answer }) => answer?.origin?.country],
  ['addressKind', ({ answer }) => answer?.addressKind],
  ['icmpType', ({ answer }) => answer?.icmp?.type],
  ['icmpCode', ({ answer }) => answer?.icmp?.code],
  ['direct', ({ answer }) => answer?.direct],
  ['annotation', ({ answer }) => answer?.annotation],
  ['replyTtl', ({ answer }) => answer?.replyTtl],
  ['quotedTtl', ({ answer }) => answer?.quotedTtl],
  ['nat', ({ answer }) => answer?.nat],
  ['mtu', ({ answer }) => answer?.mtu],
  ['extensions', ({ answer }) => (answer === null ? null : extensionsText(answer))],
  ['duplicates', ({ answer }) => answer?.duplicates],
  ['size', ({ probe }) => probe.size],
  ['sourcePort', ({ probe }) => probe.sourcePort],
  ['destinationPort', ({ probe }) => probe.destinationPort],
  ['identifier', ({ probe }) => probe.identifier],
  ['sequence', ({ probe }) => probe.sequence],
  ['error', ({ probe }) => (probe.status === 'failed' ? `${probe.error.code}: ${probe.error.message}` : null)],
  ['probeFrame', ({ probe }) => probe.frames?.probe],
  ['replyFrame', ({ probe }) => probe.frames?.reply],
];

function probesOf(trace: TraceResult, id: number): readonly Row[] {
  return trace.hops.flatMap(({ ttl, probes }) =>
    probes.map((probe) => ({ id, trace, ttl, probe, answer: isAnswered(probe) ? probe : null })),
  );
}

function rowOf(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\n`;
}

function cellText(cell: Cell): string {
  if (typeof cell !== 'string') return cell === null || cell === undefined ? '' : String(cell);
  const text = asText(printable(cell));
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Spreadsheets take a cell that begins with one of these (or its full-width form) for a formula to run, quoted or not. An
 * apostrophe before it makes it text to them; no host name and no address begins so.
 */
function asText(text: string): string {
  return /^[=+\-@＝＋－＠]/.test(text) ? `'${text}` : text;
}
