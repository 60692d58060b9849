import type { Hop, ProbeResult } from '@hoplite/engine';
import { isAnswered, printable } from 'hoplite/browser';
import type { ShownPacket } from '../reading/messages.js';
import { type Content, element } from './element.js';
import { fields } from './fields.js';
import { packetView } from './packet-view.js';
import { milliseconds, probeTarget } from './words.js';

/** Reads the packets of these frame numbers again. */
export type PacketSource = (numbers: readonly number[]) => Promise<readonly ShownPacket[]>;

/** More probes than these of one hop are shown only when they are asked for. */
const PROBES_AT_ONCE = 50;

/** What lies behind a hop: each of its probes and the reply, with all that was concluded and all that was decoded. */
export class HopPackets {
  readonly node: HTMLElement = element('section', {
    class: 'packets',
    'aria-label': 'Packets of the hop',
  });
  readonly #packets: PacketSource;
  #turn = 0;

  constructor(packets: PacketSource) {
    this.#packets = packets;
  }

  async show(hop: Hop): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const probes = hop.probes.slice(0, PROBES_AT_ONCE);
    const title = element('h3', {}, `Packets of hop ${hop.ttl}`);
    const found = await this.#found(probes);
    // Meanwhile another hop may have been chosen.
    if (turn !== this.#turn) return;
    const left = hop.probes.length - probes.length;
    this.node.replaceChildren(
      title,
      typeof found === 'string' ? element('p', { class: 'fault' }, found) : '',
      ...probes.map((probe) => probeView(probe, typeof found === 'string' ? new Map() : found)),
      left === 0 ? '' : element('p', { class: 'quiet' }, `${left} more probes of this hop are not shown.`),
    );
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
    {},
    element('h4', {}, `Probe ${probe.attempt}`, element('span', { class: 'quiet' }, `, ${endOf(probe)}`)),
    sent === undefined ? null : packetView('probe', sent),
    reply === undefined ? null : packetView('reply', reply),
    concluded(probe),
  );
}

function endOf(probe: ProbeResult): string {
  if (isAnswered(probe)) {
    const late = probe.status === 'late' ? ', too late' : '';
    return `answered by ${printable(probe.address)} in ${milliseconds(probe.rtt)} ms${late}`;
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
