import type { CapturePacket } from '../capture.js';
import { type Header, readHeader } from '../header.js';
import type { Instant } from '../instant.js';
import { readReply } from '../reply.js';
import type { TraceResult } from '../result.js';
import { assemble } from './assemble.js';
import { CaptureTime } from './capture-time.js';
import { Fragments } from './fragments.js';
import { Group, LOW_TTL, PAUSE } from './group.js';
import { matchGroup } from './match-group.js';
import { mayBeProbe, type OpenedPacket, openPacket, type ReplySighting, sightProbe, sightReply } from './sighting.js';

/**
 * The traceroutes that a capture holds, whoever made them. Yields each when it is complete (no probe of it for 30 s of
 * capture time, and two packets later), the rest at the capture's end, in the order of their starts. Takes what `readCapture` returns. What a
 * packet source throws passes through after all traces so far were yielded.
 */
export async function* extractTraces(
  packets: Iterable<CapturePacket> | AsyncIterable<CapturePacket>,
): AsyncGenerator<TraceResult, void, undefined> {
  // Text can be iterated, letter by letter.
  if (typeof packets === 'string') throw new TypeError('packets is text: those of a file are readCapture(path)');
  const extractor = new Extractor();
  try {
    for await (const packet of packets) {
      const complete = extractor.push(packet);
      if (complete.length > 0) yield* complete;
    }
  } catch (error) {
    yield* extractor.end();
    throw error;
  }
  yield* extractor.end();
}

const CHECK_EVERY: Instant = 5_000_000_000;
const MOST_STRAYS = 256;
const NONE: readonly TraceResult[] = [];

class Extractor {
  readonly #groups = new Map<string, Group>();
  /** ICMP errors that quote no group's target, by sender and protocol. */
  readonly #strays = new Map<string, ReplySighting[]>();
  readonly #fragments = new Fragments();
  #origin = 0n;
  readonly #time = new CaptureTime();
  #checkedAt: Instant = Number.POSITIVE_INFINITY;

  /** Takes the next packet; returns the traces that are complete by its time. */
  push(packet: CapturePacket): readonly TraceResult[] {
    this.#origin = packet.origin;
    const now = this.#time.observe(packet.at);
    this.#checkedAt = Math.min(this.#checkedAt, now);
    const complete = now - this.#checkedAt > CHECK_EVERY ? this.#finish(now) : NONE;
    const opened = openPacket(packet);
    if (opened !== null) {
      this.#fragments.end(opened);
      this.#takeProbe(packet, opened);
      this.#takeReply(packet, opened);
    }
    return complete;
  }

  end(): readonly TraceResult[] {
    return this.#finish(Number.POSITIVE_INFINITY);
  }

  #takeProbe(packet: CapturePacket, opened: OpenedPacket): void {
    if (!mayBeProbe(opened.datagram)) return;
    const header = readHeader(opened.datagram);
    if (header === null) return;
    const key = groupKey(header.source, header.destination, header.protocol, header.identifier);
    let group = this.#groups.get(key);
    if (group === undefined) {
      // Nearly all traffic ends here: no traceroute begins with it.
      if (header.ttl > LOW_TTL) return;
      group = new Group(header.source, header.protocol);
      this.#groups.set(key, group);
    }
    const probe = sightProbe(packet, opened, header);
    group.addProbe(probe);
    this.#fragments.begin(opened, probe);
  }

  #takeReply(packet: CapturePacket, opened: OpenedPacket): void {
    const reply = readReply(opened.datagram);
    if (reply === null) return;
    if (reply.kind === 'direct') {
      const key = groupKey(reply.to, reply.from, reply.protocol, reply.identifier);
      this.#groups.get(key)?.addReply(sightReply(packet, opened, reply));
    } else if (reply.quoted !== null) {
      // By the address that the error goes to: what it quotes as the source may be a NAT's.
      const { destination, protocol, identifier } = reply.quoted;
      const group = this.#groups.get(groupKey(reply.to, destination, protocol, identifier));
      const sighting = sightReply(packet, opened, reply);
      if (group !== undefined) group.addReply(sighting);
      else this.#addStray(strayKey(reply.to, protocol), sighting);
    }
  }

  #addStray(key: string, sighting: ReplySighting): void {
    const strays = this.#strays.get(key);
    if (strays === undefined) this.#strays.set(key, [sighting]);
    else if (strays.length < MOST_STRAYS) strays.push(sighting);
  }

  /** Ends the groups that are over by `now` and returns their traces in the order of their starts. */
  #finish(now: Instant): readonly TraceResult[] {
    this.#checkedAt = now;
    const traces: { readonly at: Instant; readonly result: TraceResult }[] = [];
    for (const [key, group] of this.#groups) {
      if (!group.isOver(now)) continue;
      this.#groups.delete(key);
      const strays = this.#strays.get(strayKey(group.source, group.protocol)) ?? [];
      if (!group.answeredByError && strays.length === 0) continue;
      for (const run of matchGroup(group, strays)) {
        const result = assemble(run, this.#origin);
        if (result !== null) traces.push({ at: run.probes[0]?.sentAt ?? 0, result });
      }
    }
    this.#forgetStrays(now);
    this.#fragments.forget();
    return traces.sort((a, b) => a.at - b.at).map(({ result }) => result);
  }

  #forgetStrays(now: Instant): void {
    for (const [key, strays] of this.#strays) {
      const recent = strays.filter(({ at }) => now - at <= 2 * PAUSE);
      if (recent.length === 0) this.#strays.delete(key);
      else this.#strays.set(key, recent);
    }
  }
}

function groupKey(
  source: string,
  destination: string,
  protocol: Header['protocol'],
  identifier: number | null,
): string {
  return `${source} ${destination} ${protocol} ${identifier}`;
}

function strayKey(source: string, protocol: Header['protocol']): string {
  return `${source} ${protocol}`;
}
