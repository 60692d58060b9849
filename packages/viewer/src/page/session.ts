import type { Ending } from '../reading/messages.js';
import { button, element } from './element.js';
import { endingText, endingViews, type FileEnding } from './ending.js';
import { Reader } from './reader.js';
import { saveResults } from './save.js';
import type { TraceEntry } from './trace-entry.js';
import { TraceList } from './trace-list.js';
import { traceView } from './trace-view.js';
import { count, filesText } from './words.js';

/** The files that are shown: read one after the other, then looked at. */
export class Session {
  readonly node: HTMLElement;
  readonly #files: readonly File[];
  readonly #reader: Reader;
  readonly #list: TraceList;
  readonly #trace: HTMLElement = element('div', { class: 'shown' });
  readonly #state: HTMLElement = element('div', { class: 'state' });
  readonly #progress: HTMLProgressElement;
  readonly #said: HTMLElement = element('p');
  /** Here from the start, so that what it says at the end is read aloud. */
  readonly #summary: HTMLElement = element('p', { role: 'status' });
  readonly #again: () => HTMLElement;
  readonly #endings: FileEnding[] = [];
  #isCancelled = false;
  #hasEnded = false;

  /** At least one file; `again` makes what is shown where there is no trace to show. */
  constructor(files: readonly File[], again: () => HTMLElement) {
    this.#files = files;
    this.#again = again;
    const names = files.map(({ name }) => name);
    this.#list = new TraceList(names, (entry) => this.#show(entry));
    this.#progress = element('progress', {
      max: Math.max(1, sizeOf(files)),
      value: 0,
      'aria-label': `Reading ${filesText(names)}`,
    });
    this.#state.append(
      this.#progress,
      this.#said,
      button('Cancel', () => this.cancel(), { class: 'plain' }),
      this.#summary,
    );
    this.node = element('div', { class: 'session' }, this.#state, this.#list.node, this.#trace);
    this.#reader = new Reader({
      traces: (traces) => this.#list.add(traces, this.#endings.length),
      progress: (read, packets) => this.#tellProgress(read, packets),
      end: (ending) => this.#endFile(ending),
    });
    this.#readNext();
  }

  /** Ends the reading, where it goes on; what was found stays. */
  cancel(): void {
    if (this.#hasEnded) return;
    this.#isCancelled = true;
    this.#reader.stop();
  }

  close(): void {
    this.#hasEnded = true;
    this.#reader.close();
  }

  #readNext(): void {
    const file = this.#files[this.#endings.length];
    if (file === undefined) this.#end();
    else this.#reader.open(file);
  }

  #endFile(told: Ending): void {
    // The word to stop may come when a file has just ended, and so find nothing to stop.
    const isLast = this.#endings.length === this.#files.length - 1;
    const ending = this.#isCancelled && !isLast ? { ...told, stopped: true } : told;
    const { name = '', size = 0 } = this.#files[this.#endings.length] ?? {};
    const before = this.#endings.reduce((sum, { traces }) => sum + traces, 0);
    this.#endings.push({ name, size, ending, traces: this.#list.length - before });
    if (ending.stopped) this.#end();
    else this.#readNext();
  }

  #show({ trace, file }: TraceEntry): void {
    this.#trace.replaceChildren(traceView(trace, (numbers) => this.#reader.packets(file, numbers)));
  }

  #tellProgress(read: number, packets: number): void {
    const done = sizeOf(this.#endings) + read;
    const before = this.#endings.reduce((sum, { ending }) => sum + ending.packets, 0);
    this.#progress.value = done;
    const parts = [
      `${Math.floor((100 * done) / this.#progress.max)} %`,
      ...(this.#files.length > 1 ? [`file ${this.#endings.length + 1} of ${this.#files.length}`] : []),
      count(before + packets, 'packet'),
      count(this.#list.length, 'trace'),
    ];
    this.#said.textContent = parts.join(', ');
  }

  #end(): void {
    this.#hasEnded = true;
    const { traces } = this.#list;
    for (const part of [...this.#state.children]) if (part !== this.#summary) part.remove();
    if (traces.length > 0) {
      const name = this.#files.length === 1 ? this.#files[0]?.name : undefined;
      const save = button('Save as JSON', () => once(save, () => saveResults(traces, name ?? 'traces')), {
        class: 'plain',
      });
      this.#state.append(save);
    } else this.node.replaceChildren(this.#state, this.#again());
    this.#state.append(element('div', { class: 'besides' }, ...endingViews(this.#endings, this.#files.length)));
    this.#summary.textContent = endingText(this.#endings, this.#files.length);
  }
}

/** What takes its time is not begun again meanwhile. The button keeps the focus, as one that is disabled would not. */
async function once(button: HTMLButtonElement, work: () => Promise<void>): Promise<void> {
  if (button.getAttribute('aria-busy') === 'true') return;
  button.setAttribute('aria-busy', 'true');
  await work();
  button.setAttribute('aria-busy', 'false');
}

function sizeOf(files: readonly { readonly size: number }[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
