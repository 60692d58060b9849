import type { TraceResult } from '@hoplite/engine';
import { printable } from 'hoplite/browser';
import { button, element } from './element.js';
import { rove, settle } from './roving.js';
import { matches, ORDERS, type TraceEntry } from './trace-entry.js';
import { clockTime, count, destination, destinationParts, ending } from './words.js';

/** More rows than these are put into the page only when they are asked for. */
const ROWS_AT_ONCE = 500;

/** From so many on a list is searched rather than read. */
const WORTH_FILTERING = 8;

const ROW = '[role=option]';

/**
 * The list of the traces, under the names of their files where there are several; `chosen` is told which is to be shown. The
 * first is chosen as soon as it comes.
 */
export class TraceList {
  readonly node: HTMLElement;
  readonly #files: readonly string[];
  readonly #entries: TraceEntry[] = [];
  readonly #rows: HTMLElement = element('div', { role: 'listbox', 'aria-label': 'Traces', class: 'rows' });
  readonly #entryOf = new WeakMap<Element, TraceEntry>();
  readonly #filter: HTMLInputElement = element('input', {
    type: 'search',
    placeholder: 'Filter: address, name, …',
    'aria-label': 'Filter the traces',
  });
  readonly #order: HTMLSelectElement = element(
    'select',
    { 'aria-label': 'Order of the traces' },
    ...Object.keys(ORDERS).map((name) => element('option', {}, name)),
  );
  readonly #tools: HTMLElement = element('div', { class: 'tools', hidden: true }, this.#filter, this.#order);
  readonly #count: HTMLElement = element('p', { class: 'quiet', role: 'status' });
  readonly #more: HTMLButtonElement = button('Show more', () => this.#extend(ROWS_AT_ONCE), {
    class: 'plain',
    hidden: true,
  });
  readonly #chosen: (entry: TraceEntry) => void;
  #matching: TraceEntry[] = [];
  #shown = 0;
  #limit = ROWS_AT_ONCE;

  /** `files` are their names. */
  constructor(files: readonly string[], chosen: (entry: TraceEntry) => void) {
    this.#files = files;
    this.#chosen = chosen;
    const parts = [this.#tools, this.#count, this.#rows, this.#more];
    this.node = element('nav', { class: 'traces', 'aria-label': 'Traces' }, ...parts);
    this.#filter.addEventListener('input', () => this.#arrange());
    this.#order.addEventListener('change', () => this.#arrange());
    this.#rows.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest<HTMLElement>(ROW) : null;
      if (row !== null) this.#choose(row);
    });
    rove(this.#rows, ROW, (row) => this.#choose(row));
  }

  get traces(): readonly TraceResult[] {
    return this.#entries.map(({ trace }) => trace);
  }

  get length(): number {
    return this.#entries.length;
  }

  /** Takes further traces of a file; they come file after file. */
  add(traces: readonly TraceResult[], file: number): void {
    for (const trace of traces) {
      const entry = { trace, file };
      this.#entries.push(entry);
      if (this.#isWanted(entry)) this.#matching.push(entry);
    }
    this.#tools.hidden = this.#entries.length < WORTH_FILTERING;
    this.#extend(0);
    if (this.#rows.querySelector('[aria-selected=true]') === null) this.#chooseFirst();
  }

  /** Filters and orders them anew; those that come later stand behind, until then. */
  #arrange(): void {
    const compare = ORDERS[this.#order.value] ?? (() => 0);
    this.#matching = this.#entries
      .filter((entry) => this.#isWanted(entry))
      .sort((a, b) => a.file - b.file || compare(a.trace, b.trace));
    this.#limit = ROWS_AT_ONCE;
    this.#shown = 0;
    this.#rows.replaceChildren();
    this.#extend(0);
    this.#chooseFirst();
  }

  #isWanted(entry: TraceEntry): boolean {
    return matches(entry, this.#files[entry.file] ?? '', this.#filter.value);
  }

  #extend(by: number): void {
    this.#limit += by;
    for (const entry of this.#matching.slice(this.#shown, this.#limit))
      this.#place(entry.file).append(this.#row(entry));
    this.#shown = Math.min(this.#limit, this.#matching.length);
    const hidden = this.#matching.length - this.#shown;
    this.#more.hidden = hidden === 0;
    this.#more.textContent = `Show ${Math.min(hidden, ROWS_AT_ONCE)} more of ${hidden}`;
    const filtered = this.#filter.value === '' ? '' : `${this.#matching.length} of `;
    this.#count.textContent = filtered + count(this.#entries.length, 'trace');
  }

  /** Where the rows of a file are: with several files, a group with its name. */
  #place(file: number): Element {
    if (this.#files.length < 2) return this.#rows;
    const last = this.#rows.lastElementChild;
    if (last?.getAttribute('data-file') === String(file)) return last;
    const name = printable(this.#files[file] ?? '');
    const heading = element('p', { class: 'group-name', 'aria-hidden': 'true' }, name);
    const group = element('div', { role: 'group', 'aria-label': name, 'data-file': file }, heading);
    this.#rows.append(group);
    return group;
  }

  #row(entry: TraceEntry): HTMLElement {
    const { trace } = entry;
    const row = element(
      'div',
      { role: 'option', class: 'row', tabindex: -1, 'aria-selected': 'false', 'data-outcome': trace.outcome },
      element('span', { class: 'name clamped', title: destination(trace) }, ...destinationParts(trace)),
      element('span', { class: 'quiet' }, `${printable(trace.method)}, ${ending(trace)}`),
      element('span', { class: 'quiet' }, clockTime(trace.startedAt)),
    );
    this.#entryOf.set(row, entry);
    return row;
  }

  #chooseFirst(): void {
    const first = this.#rows.querySelector<HTMLElement>(ROW);
    if (first !== null) this.#choose(first);
  }

  #choose(row: HTMLElement): void {
    for (const other of this.#rows.querySelectorAll('[aria-selected=true]'))
      other.setAttribute('aria-selected', 'false');
    row.setAttribute('aria-selected', 'true');
    settle(this.#rows, ROW, row);
    const entry = this.#entryOf.get(row);
    if (entry !== undefined) this.#chosen(entry);
  }
}
