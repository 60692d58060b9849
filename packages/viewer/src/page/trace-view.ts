import type { TraceResult } from '@hoplite/engine';
import { OUTCOMES, outcomeText, printable } from 'hoplite/browser';
import { type Content, element } from './element.js';
import { HopPackets, type PacketSource } from './hop-packets.js';
import { HopTable } from './hop-table.js';
import { pictures } from './pictures.js';
import { someOf } from './some-of.js';
import { traceActions } from './trace-actions.js';
import { count, dayAndTime, destination, destinationParts, duration } from './words.js';

/** All of one trace: what it was and how it ended, its hops, its picture and the packets behind the hop that is chosen. */
export function traceView(trace: TraceResult, packets: PacketSource): HTMLElement {
  const behind = new HopPackets(packets);
  const drawn = pictures(trace, (ttl) => {
    table.choose(ttl);
    behind.node.scrollIntoView({ block: 'nearest' });
  });
  const table = new HopTable(trace, (hop) => {
    drawn.mark(hop.ttl);
    void behind.show(hop);
  });
  const first = trace.hops.find(({ probes }) => probes.length > 0);
  if (first !== undefined) table.choose(first.ttl);
  return element(
    'article',
    { class: 'trace', 'aria-label': `Trace to ${destination(trace)}` },
    element(
      'header',
      {},
      element('h2', { class: 'clamped', title: destination(trace) }, ...destinationParts(trace)),
      outcome(trace),
      facts(trace),
      traceActions(trace),
      ...notices(trace),
    ),
    drawn.node,
    element(
      'section',
      { class: 'path' },
      element('h3', {}, 'Hops'),
      trace.hops.length === 0 ? element('p', { class: 'quiet' }, 'No probe was sent.') : table.node,
    ),
    behind.node,
  );
}

function outcome(trace: TraceResult): HTMLElement {
  const { mark } = OUTCOMES[trace.outcome];
  const kind = trace.outcome === 'reached' ? 'good' : 'bad';
  return element(
    'p',
    {},
    element('span', { class: kind, 'aria-hidden': 'true' }, mark),
    ` ${printable(outcomeText(trace))}`,
  );
}

function facts(trace: TraceResult): HTMLElement {
  const known: readonly (readonly [string, string])[] = [
    ['Method', printable(trace.method)],
    ['From', printable(trace.source)],
    ['Started', dayAndTime(trace.startedAt)],
    ['Took', duration(trace.duration)],
    ['Probes', `${trace.probesSent}`],
    ['Times', `${trace.timestamps} stamps`],
    ...(trace.foreign > 0 ? [['Foreign', count(trace.foreign, 'packet')] as const] : []),
    ...(trace.ambiguous > 0 ? [['Ambiguous', count(trace.ambiguous, 'reply', 'replies')] as const] : []),
  ];
  return element(
    'dl',
    { class: 'facts' },
    ...known.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

/** Of a long capture there may be one of each answer. */
const NOTICES_AT_ONCE = 5;

function notices({ notices }: TraceResult): readonly Content[] {
  return someOf(notices, NOTICES_AT_ONCE, ({ text }) => element('p', { class: 'notice' }, printable(text)));
}
