import type { Hop, ProbeResult } from '@hoplite/engine';
import { isAnswered, printable } from 'hoplite/browser';
import type { ShownPacket } from '../reading/messages.js';
import { button, type Content, element } from './element.js';
import { fields } from './fields.js';
import { packetView } from './packet-view.js';
import { milliseconds, probeTarget } from './words.js';

/** Reads the packets of these frame numbers again. */
export type PacketSource = (numbers: readonly number[]) => Promise<readonly ShownPacket[]>;

/** So many probes of a hop are shown at first, and as many more whenever they are asked for. */
const PROBES_AT_ONCE = 50;

/** After so many milliseconds the page says that it reads. */
const PATIENCE = 200;

/** What lies behind a hop: each of its probes and the reply, with all that was concluded and all that was decoded. */
export class HopPackets {
  readonly node: HTMLElement = element('section', { class: 'packets', 'aria-label': 'Packets of the hop' });
  readonly #packets: PacketSource;
  /** Of the hop that was chosen last. */
  #waiting: ReturnType<typeof setTimeout> | undefined;

  constructor(packets: PacketSource) {
    this.#packets = packets;
  }

  async show(hop: Hop): Promise<void> {
    clearTimeout(this.#waiting);
    const title = element('h3', {}, `Packets of hop ${hop.ttl}`);
    const waiting = setTimeout(() => this.node.replaceChildren(title, quiet('Reading the file again…')), PATIENCE);
    this.#waiting = waiting;
    const views = await this.#views(hop, 0);
    // Meanwhile another hop may have been chosen.
    if (waiting !== this.#waiting) return;
    clearTimeout(waiting);
    this.node.replaceChildren(title, ...views);
  }

  async #views(hop: Hop, from: number): Promise<readonly Node[]> {
    const probes = hop.probes.slice(from, from + PROBES_AT_ONCE);
    const found = await this.#found(probes);
    const packets = typeof found === 'string' ? new Map() : found;
    const views: Node[] = probes.map((probe) => probeView(probe, packets));
    if (typeof found === 'string') views.unshift(element('p', { class: 'fault' }, found));
    else if (probes.length === 0) views.push(quiet('The file holds no probe with this TTL.'));
    else if (found.size === 0 && probes.some(({ status }) => status !== 'failed'))
      views.unshift(quiet('Results hold no packets: open the capture itself to see them.'));
    const left = hop.probes.length - from - probes.length;
    if (left > 0) views.push(this.#more(hop, from + probes.length, left));
    return views;
  }

  #more(hop: Hop, from: number, left: number): HTMLElement {
    const more = button(
      `Show ${Math.min(left, PROBES_AT_ONCE)} more of ${left}`,
      async () => more.replaceWith(...(await this.#views(hop, from))),
      { class: 'plain' },
    );
    return more;
  }

  async #found(probes: readonly ProbeResult[]): Promise<ReadonlyMap<number, ShownPacket> | string> {
    const numbers = probes.flatMap(({ frames }) =>
      frames === null ? [] : [frames.probe, frames.reply ?? frames.probe],
    );
    try {
      const packets = numbers.length === 0 ? [] : await this.#packets(numbers);
      return new Map(packets.map((packet) => [packet.record.number, packet]));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

function probeView(probe: ProbeResult, packets: ReadonlyMap<number, ShownPacket>): HTMLElement {
  const { frames } = probe;
  const sent = frames === null ? undefined : packets.get(frames.probe);
  const reply = frames === null || frames.reply === null ? undefined : packets.get(frames.reply);
  return element(
    'article',
    { 'aria-label': `Probe ${probe.attempt}` },
    element('h4', {}, `Probe ${probe.attempt}`, element('span', { class: 'quiet' }, `, ${endOf(probe)}`)),
    sent === undefined ? null : packetView('probe', sent),
    reply === undefined ? null : packetView('reply', reply),
    concluded(probe),
  );
}

function endOf(probe: ProbeResult): string {
  if (isAnswered(probe)) {
    const late = probe.status === 'late' ? ', too late' : '';
    const time = probe.rtt === null ? ', in an unknown time' : ` in ${milliseconds(probe.rtt)} ms`;
    return `answered by ${printable(probe.address)}${time}${late}`;
  }
  if (probe.status === 'failed') return `not sent: ${printable(probe.error.message)}`;
  return probe.status === 'pending' ? 'in flight when the trace ended' : 'no answer';
}

/** The probe's entry of the result. */
function concluded(probe: ProbeResult): Content {
  const summary = element(
    'summary',
    {},
    element('span', { class: 'role' }, 'result'),
    element('span', { class: 'line' }, `${probe.size} bytes, ${probeTarget(probe)}`),
  );
  return element('details', { class: 'packet' }, summary, element('div', { class: 'groups' }, fields({ ...probe })));
}

const quiet = (text: string): HTMLElement => element('p', { class: 'quiet' }, text);
