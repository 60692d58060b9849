import type { Ending, Fault } from '../reading/messages.js';
import { element } from './element.js';
import { bytes, count } from './words.js';

/** What was read, in a line. */
export function endingText({ kind, packets, stopped }: Ending, traces: number, size: number): string {
  if (kind === null) return 'Nothing could be read.';
  const parts = [...(kind === 'capture' ? [count(packets, 'packet')] : []), count(traces, 'trace'), bytes(size)];
  return `${stopped ? 'Cancelled: ' : ''}${parts.join(', ')}`;
}

/** What its reader should know besides. */
export function endingViews({ kind, stopped, fault, unfinished }: Ending, traces: number): readonly HTMLElement[] {
  const views: HTMLElement[] = [];
  if (fault !== null) views.push(faultView(fault));
  else if (traces === 0 && !stopped) views.push(noTraces(kind));
  if (unfinished > 0) {
    const text = `${count(unfinished, 'trace')} had not ended when the file was written.`;
    views.push(element('p', { class: 'notice' }, text));
  }
  return views;
}

function faultView({ text, advice }: Fault): HTMLElement {
  return element('div', { class: 'fault', role: 'alert' }, element('strong', {}, text), element('p', {}, advice));
}

function noTraces(kind: Ending['kind']): HTMLElement {
  const advice =
    kind === 'capture'
      ? 'One has probes with two TTLs at least, and an ICMP error in answer to one of them. Was the capture filtered? “tcpdump icmp” leaves out UDP and TCP probes.'
      : 'The file holds no result of a trace.';
  return element('div', { class: 'notice' }, element('strong', {}, 'No traceroute found.'), element('p', {}, advice));
}
