import type { TraceResult } from '@hoplite/engine';
import type { Ending } from '../reading/messages.js';
import { button, element } from './element.js';
import { Reader } from './reader.js';
import { saveResults } from './save.js';
import { TraceList } from './trace-list.js';
import { traceView } from './trace-view.js';
import { bytes, count } from './words.js';

/** One file that is shown: read as it goes on, then looked at. */
export class Session {
  readonly node: HTMLElement;
  readonly #file: File;
  readonly #reader: Reader;
  readonly #list: TraceList;
  readonly #trace: HTMLElement = element('div', { class: 'shown' });
  readonly #state: HTMLElement = element('div', { class: 'state' });
  readonly #progress: HTMLProgressElement;
  readonly #said: HTMLElement = element('p', { role: 'status' });
  #ended = false;

  constructor(file: File) {
    this.#file = file;
    this.#list = new TraceList((trace) => this.#show(trace));
    this.#progress = element('progress', {
      max: Math.max(1, file.size),
      value: 0,
      'aria-label': `Reading ${file.name}`,
    });
    this.#state.append(
      this.#progress,
      this.#said,
      button('Cancel', () => this.cancel(), { class: 'plain' }),
    );
    this.node = element('div', { class: 'session' }, this.#state, this.#list.node, this.#trace);
    this.#reader = new Reader(file, {
      traces: (traces) => this.#list.add(traces),
      progress: (read, packets) => this.#tellProgress(read, packets),
      end: (ending) => this.#end(ending),
    });
  }

  /** Ends the reading, where it goes on; what was found stays. */
  cancel(): void {
    if (!this.#ended) this.#reader.stop();
  }

  close(): void {
    this.#reader.close();
  }

  #show(trace: TraceResult): void {
    this.#trace.replaceChildren(traceView(trace, (numbers) => this.#reader.packets(numbers)));
  }

  #tellProgress(read: number, packets: number): void {
    if (this.#ended) return;
    this.#progress.value = read;
    const percent = Math.floor((100 * read) / this.#file.size);
    this.#said.textContent = `${percent} %, ${count(packets, 'packet')}, ${count(this.#list.traces.length, 'trace')}`;
  }

  #end(ending: Ending): void {
    this.#ended = true;
    const { traces } = this.#list;
    const [summary, ...others] = endingViews(ending, traces.length, this.#file.size);
    const save = button('Save as JSON', () => saveResults(traces, this.#file.name), { class: 'plain' });
    this.#state.replaceChildren(
      ...(summary === undefined ? [] : [summary]),
      ...(traces.length > 0 ? [save] : []),
      ...others,
    );
    this.node.classList.toggle('empty', traces.length === 0);
  }
}

function endingViews(ending: Ending, traces: number, size: number): readonly HTMLElement[] {
  const { kind, packets, stopped, fault, unfinished } = ending;
  const of = kind === 'capture' ? `${count(packets, 'packet')}, ` : '';
  const summary = `${stopped ? 'Cancelled: ' : ''}${of}${count(traces, 'trace')}, ${bytes(size)}`;
  const said: HTMLElement[] = [element('p', { role: 'status' }, summary)];
  if (fault !== null) said.push(faultView(fault.text, fault.advice));
  else if (traces === 0 && !stopped) said.push(noTraces(kind));
  if (unfinished > 0) {
    said.push(
      element('p', { class: 'notice' }, `${count(unfinished, 'trace')} had not ended when the file was written.`),
    );
  }
  return fault?.whole ? said.slice(1) : said;
}

function faultView(text: string, advice: string): HTMLElement {
  return element('div', { class: 'fault', role: 'alert' }, element('strong', {}, text), element('p', {}, advice));
}

function noTraces(kind: Ending['kind']): HTMLElement {
  return element(
    'div',
    { class: 'notice' },
    element('strong', {}, 'No traceroute found.'),
    element(
      'p',
      {},
      kind === 'capture'
        ? 'One has probes with two TTLs at least, and an ICMP error in answer to one of them. Was the capture filtered? “tcpdump icmp” leaves out UDP and TCP probes.'
        : 'The file holds no result of a trace.',
    ),
  );
}
