import type { TraceResult } from '@hoplite/engine';
import { button, element } from './element.js';
import { rove, settle } from './roving.js';
import { clockTime, count, destination, ending } from './words.js';

/** More rows than these are put into the page only when they are asked for. */
const ROWS_AT_ONCE = 500;

/** From so many on a list is searched rather than read. */
const WORTH_FILTERING = 8;

const ROW = '[role=option]';

/** The list of the traces; `chosen` is told which is to be shown. The first is chosen as soon as it comes. */
export class TraceList {
  readonly node: HTMLElement;
  readonly #traces: TraceResult[] = [];
  readonly #rows: HTMLElement = element('div', { role: 'listbox', 'aria-label': 'Traces', class: 'rows' });
  readonly #traceOf = new WeakMap<Element, TraceResult>();
  readonly #filter: HTMLInputElement = element('input', {
    type: 'search',
    placeholder: 'Filter: address, method, …',
    'aria-label': 'Filter the traces',
    hidden: true,
  });
  readonly #count: HTMLElement = element('p', { class: 'quiet', role: 'status' });
  readonly #more: HTMLButtonElement = button('Show more', () => this.#extend(ROWS_AT_ONCE), { hidden: true });
  readonly #chosen: (trace: TraceResult) => void;
  #matching: readonly TraceResult[] = [];
  #limit = ROWS_AT_ONCE;

  constructor(chosen: (trace: TraceResult) => void) {
    this.#chosen = chosen;
    const parts = [this.#filter, this.#count, this.#rows, this.#more];
    this.node = element('nav', { class: 'traces', 'aria-label': 'Traces' }, ...parts);
    this.#filter.addEventListener('input', () => this.#refilter());
    this.#rows.addEventListener('click', ({ target }) => {
      const row = target instanceof Element ? target.closest<HTMLElement>(ROW) : null;
      if (row !== null) this.#choose(row);
    });
    rove(this.#rows, ROW, (row) => this.#choose(row));
  }

  get traces(): readonly TraceResult[] {
    return this.#traces;
  }

  add(traces: readonly TraceResult[]): void {
    this.#traces.push(...traces);
    this.#filter.hidden = this.#traces.length < WORTH_FILTERING;
    this.#matching = [...this.#matching, ...traces.filter((trace) => this.#matches(trace))];
    this.#extend(0);
    const first = this.#rows.querySelector<HTMLElement>(ROW);
    if (first !== null && this.#rows.querySelector('[aria-selected=true]') === null) this.#choose(first);
  }

  #refilter(): void {
    this.#matching = this.#traces.filter((trace) => this.#matches(trace));
    this.#limit = ROWS_AT_ONCE;
    this.#rows.replaceChildren();
    this.#extend(0);
    const first = this.#rows.querySelector<HTMLElement>(ROW);
    if (first !== null) this.#choose(first);
  }

  #matches(trace: TraceResult): boolean {
    const text =
      `${destination(trace)} ${trace.source} ${trace.method} ${trace.outcome} ${ending(trace)}`.toLowerCase();
    return this.#filter.value
      .toLowerCase()
      .split(/\s+/)
      .every((word) => text.includes(word));
  }

  #extend(by: number): void {
    this.#limit += by;
    const rows = this.#matching.slice(this.#rows.childElementCount, this.#limit).map((trace) => this.#row(trace));
    this.#rows.append(...rows);
    const hidden = this.#matching.length - this.#rows.childElementCount;
    this.#more.hidden = hidden === 0;
    this.#more.textContent = `Show ${Math.min(hidden, ROWS_AT_ONCE)} more of ${hidden}`;
    const filtered = this.#filter.value === '' ? '' : `${this.#matching.length} of `;
    this.#count.textContent = filtered + count(this.#traces.length, 'trace');
  }

  #row(trace: TraceResult): HTMLElement {
    const row = element(
      'div',
      { role: 'option', class: 'row', tabindex: -1, 'aria-selected': 'false', 'data-outcome': trace.outcome },
      element('span', { class: 'name' }, destination(trace)),
      element('span', { class: 'quiet' }, `${trace.method}, ${ending(trace)}`),
      element('span', { class: 'quiet' }, clockTime(trace.startedAt)),
    );
    this.#traceOf.set(row, trace);
    return row;
  }

  #choose(row: HTMLElement): void {
    for (const other of this.#rows.querySelectorAll('[aria-selected=true]'))
      other.setAttribute('aria-selected', 'false');
    row.setAttribute('aria-selected', 'true');
    settle(this.#rows, ROW, row);
    const trace = this.#traceOf.get(row);
    if (trace !== undefined) this.#chosen(trace);
  }
}
