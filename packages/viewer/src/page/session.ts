import type { TraceResult } from '@hoplite/engine';
import type { Ending } from '../reading/messages.js';
import { button, element } from './element.js';
import { endingText, endingViews } from './ending.js';
import { Reader } from './reader.js';
import { saveResults } from './save.js';
import { TraceList } from './trace-list.js';
import { traceView } from './trace-view.js';
import { count } from './words.js';

/** One file that is shown: read as it goes on, then looked at. */
export class Session {
  readonly node: HTMLElement;
  readonly #file: File;
  readonly #reader: Reader;
  readonly #list: TraceList;
  readonly #trace: HTMLElement = element('div', { class: 'shown' });
  readonly #state: HTMLElement = element('div', { class: 'state' });
  readonly #progress: HTMLProgressElement;
  readonly #said: HTMLElement = element('p');
  /** Here from the start, so that what it says at the end is read aloud. */
  readonly #summary: HTMLElement = element('p', { role: 'status' });
  readonly #again: () => HTMLElement;
  #ended = false;

  /** `again` makes what is shown where there is no trace to show. */
  constructor(file: File, again: () => HTMLElement) {
    this.#file = file;
    this.#again = again;
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
      this.#summary,
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
    const save = button('Save as JSON', () => saveResults(traces, this.#file.name), { class: 'plain' });
    for (const part of [...this.#state.children]) if (part !== this.#summary) part.remove();
    if (traces.length > 0) this.#state.append(save);
    else this.node.replaceChildren(this.#state, this.#again());
    this.#state.append(element('div', { class: 'besides' }, ...endingViews(ending, traces.length)));
    this.#summary.textContent = endingText(ending, traces.length, this.#file.size);
  }
}
