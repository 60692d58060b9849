import type { Hop, TraceResult } from '@hoplite/engine';
import { emptyTally, type HopStatistics, hopsToTheEnd, printable, statisticsOf, tallied } from 'hoplite/browser';
import { answerersOf } from './answerers.js';
import { type Content, element } from './element.js';
import { rove, settle } from './roving.js';
import { someOf } from './some-of.js';
import { milliseconds } from './words.js';

/** Every TTL a row; `chosen` is told the hop whose packets are to be shown. */
export class HopTable {
  readonly node: HTMLElement;
  readonly #body: HTMLElement = element('tbody');
  readonly #chosen: (hop: Hop) => void;
  readonly #hops: readonly Hop[];

  constructor(trace: TraceResult, chosen: (hop: Hop) => void) {
    this.#chosen = chosen;
    this.#hops = trace.hops;
    const end = hopsToTheEnd(trace).length;
    this.#body.append(...trace.hops.map((hop, index) => this.#row(hop, index >= end)));
    this.node = element(
      'div',
      { class: 'scroll' },
      element('table', { class: 'hops', 'aria-label': 'Hops' }, head(), this.#body),
    );
    rove(this.#body, 'button', (button) => this.choose(Number(button.dataset.ttl)));
  }

  choose(ttl: number): void {
    const hop = this.#hops.find((each) => each.ttl === ttl);
    const chosen = this.#body.querySelector<HTMLElement>(`button[data-ttl="${ttl}"]`);
    if (hop === undefined || chosen === null) return;
    for (const button of this.#body.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button === chosen));
      button.closest('tr')?.classList.toggle('chosen', button === chosen);
    }
    settle(this.#body, 'button', chosen);
    this.#chosen(hop);
  }

  #row(hop: Hop, isBeyond: boolean): HTMLElement {
    const statistics = statisticsOf(
      hop.probes.reduce((tally, probe) => tallied(tally, probe, { history: 0, addresses: 0 }), emptyTally(hop.ttl)),
    );
    const button = element(
      'button',
      { type: 'button', tabindex: -1, 'aria-pressed': 'false', 'data-ttl': hop.ttl, 'aria-label': `Hop ${hop.ttl}` },
      String(hop.ttl),
    );
    const row = element(
      'tr',
      { class: isBeyond ? 'beyond' : '' },
      element('th', { scope: 'row' }, button),
      element('td', { class: 'router' }, ...routers(hop, statistics)),
      element('td', { class: 'number' }, answers(statistics)),
      ...times(statistics),
    );
    row.addEventListener('click', () => this.choose(hop.ttl));
    return row;
  }
}

const columns: readonly (readonly [string, string])[] = [
  ['Hop', 'number'],
  ['Router', 'router'],
  ['Answers', 'number'],
  ['Best, ms', 'number'],
  ['Average, ms', 'number wide'],
  ['Worst, ms', 'number'],
  ['Deviation, ms', 'number wide'],
];

function head(): HTMLElement {
  return element(
    'thead',
    {},
    element('tr', {}, ...columns.map(([name, kind]) => element('th', { scope: 'col', class: kind }, name))),
  );
}

/** So many of each are shown; what is beyond them can be asked for. */
const ROUTERS_AT_ONCE = 64;
const NOTES_AT_ONCE = 8;

function routers(hop: Hop, { sent }: HopStatistics): readonly Content[] {
  const answerers = answerersOf(hop);
  if (answerers.length === 0) return [element('span', { class: 'quiet' }, sent === 0 ? 'not asked' : 'no answer')];
  return someOf(answerers, ROUTERS_AT_ONCE, ({ address, name, received, notes }) =>
    element(
      'div',
      {},
      element('span', { class: 'address' }, printable(address)),
      name === null ? null : element('span', { class: 'name clamped', title: printable(name) }, printable(name)),
      answerers.length > 1 ? element('span', { class: 'quiet' }, `${received}×`) : null,
      ...someOf(notes, NOTES_AT_ONCE, (note) => element('span', { class: 'note clamped', title: note }, note)),
    ),
  );
}

function answers({ sent, received, late }: HopStatistics): string {
  return `${received + late}/${sent}`;
}

function times({ rtt }: HopStatistics): readonly HTMLElement[] {
  const values = rtt === null ? [] : [rtt.best, rtt.average, rtt.worst, rtt.deviation];
  return ['number', 'number wide', 'number', 'number wide'].map((kind, index) =>
    element('td', { class: kind }, values[index] === undefined ? '' : milliseconds(values[index])),
  );
}
