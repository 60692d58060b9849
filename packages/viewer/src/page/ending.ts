import { printable } from 'hoplite/browser';
import type { Ending, Fault } from '../reading/messages.js';
import { element } from './element.js';
import { bytes, count } from './words.js';

/** A file that was read, to its end or not. */
export interface FileEnding {
  readonly name: string;
  readonly size: number;
  readonly ending: Ending;
  /** How many were found in it. */
  readonly traces: number;
}

/** What was read of so many files, in a line. */
export function endingText(endings: readonly FileEnding[], files: number): string {
  const stopped = endings.some(({ ending }) => ending.stopped);
  const read = endings.filter(({ ending }) => ending.kind !== null);
  if (read.length === 0 && !stopped) return 'Nothing could be read.';
  const sum = (of: (ending: FileEnding) => number) => read.reduce((total, ending) => total + of(ending), 0);
  const parts = [
    ...(files === 1 ? [] : [read.length === files ? count(files, 'file') : `${read.length} of ${files} files`]),
    ...(read.some(({ ending }) => ending.kind === 'capture')
      ? [
          count(
            sum(({ ending }) => ending.packets),
            'packet',
          ),
        ]
      : []),
    count(
      sum(({ traces }) => traces),
      'trace',
    ),
    bytes(sum(({ size }) => size)),
  ];
  return `${stopped ? 'Cancelled: ' : ''}${parts.join(', ')}`;
}

/** What its reader should know besides: of several files each thing once, with the names of those that it is said of. */
export function endingViews(endings: readonly FileEnding[], files: number): readonly HTMLElement[] {
  const remarks = new Map<string, { readonly remark: Remark; readonly names: string[] }>();
  for (const ending of endings) {
    for (const remark of remarksOn(ending)) {
      const key = `${remark.text} ${remark.advice}`;
      const known = remarks.get(key);
      if (known === undefined) remarks.set(key, { remark, names: [ending.name] });
      else known.names.push(ending.name);
    }
  }
  return [...remarks.values()].map(({ remark, names }) => remarkView(remark, files === 1 ? [] : names));
}

interface Remark extends Pick<Fault, 'text' | 'advice'> {
  readonly isFault: boolean;
}

function remarksOn({ ending: { kind, stopped, fault, unfinished }, traces }: FileEnding): readonly Remark[] {
  const remarks: Remark[] = [];
  if (fault !== null) remarks.push({ ...fault, isFault: true });
  else if (traces === 0 && !stopped)
    remarks.push({ text: 'No traceroute found.', advice: noTraces(kind), isFault: false });
  if (unfinished > 0) {
    const text = `${count(unfinished, 'trace')} had not ended when the file was written.`;
    remarks.push({ text, advice: '', isFault: false });
  }
  return remarks;
}

function noTraces(kind: Ending['kind']): string {
  return kind === 'capture'
    ? 'One has probes with two TTLs at least, and an ICMP error in answer to one of them. Was the capture filtered? “tcpdump icmp” leaves out UDP and TCP probes.'
    : 'The file holds no result of a trace.';
}

/** More names say no more. */
const MOST_NAMES = 12;

function remarkView({ text, advice, isFault }: Remark, names: readonly string[]): HTMLElement {
  const left = names.length - MOST_NAMES;
  const list = names.slice(0, MOST_NAMES).map(printable).join(', ') + (left > 0 ? ` and ${left} more` : '');
  return element(
    'div',
    isFault ? { class: 'fault', role: 'alert' } : { class: 'notice' },
    element('strong', {}, text),
    advice === '' ? null : element('p', {}, advice),
    list === '' ? null : element('p', { class: 'names' }, list),
  );
}
