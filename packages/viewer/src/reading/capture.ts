import type { CapturePacket, TraceResult } from '@hoplite/engine';
import { type CaptureReader, createCaptureReader, readTracesFrom } from '@hoplite/transport-pcap/core';
import { packetRecord } from 'hoplite/browser';
import { chunksOf } from './chunks.js';
import { gunzip } from './gunzip.js';
import type { ShownPacket } from './messages.js';

/** A capture in a file. Of its packets none is kept: those that are asked for are read again. */
export class CaptureFile {
  readonly #file: Blob;
  readonly #isGzip: boolean;
  readonly #places: Place[] = [start];
  #packets = 0;

  constructor(file: Blob, isGzip: boolean) {
    this.#file = file;
    this.#isGzip = isGzip;
  }

  /** Packets read till now. */
  get packets(): number {
    return this.#packets;
  }

  /** The traces of the capture, a recording of Hoplite's too, until `stop`. Throws CaptureError as `readTraces` does. */
  traces(stop: AbortSignal, told: (read: number) => void): AsyncGenerator<TraceResult, void, undefined> {
    const reader = createCaptureReader();
    return readTracesFrom(this.#allPackets(reader, stop, told), reader, macrotask);
  }

  async *#allPackets(
    reader: CaptureReader,
    stop: AbortSignal,
    told: (read: number) => void,
  ): AsyncGenerator<CapturePacket, void, undefined> {
    for await (const chunk of this.#chunks(0, stop, told)) {
      for (const packet of reader.push(chunk)) {
        this.#packets = packet.number;
        yield packet;
      }
      const bookmark = this.#isGzip ? null : reader.bookmark();
      if (bookmark !== null) this.#places.push({ ...bookmark, after: this.#packets });
    }
    if (!stop.aborted) reader.end();
  }

  /** The packets of these numbers, in the order of the capture; those that there are. */
  async shown(numbers: readonly number[]): Promise<readonly ShownPacket[]> {
    const groups = new Map<Place, number[]>();
    for (const number of new Set(numbers.toSorted((a, b) => a - b))) {
      const place = this.#places.findLast(({ after }) => after < number) ?? start;
      groups.set(place, [...(groups.get(place) ?? []), number]);
    }
    const shown: ShownPacket[] = [];
    for (const [place, wanted] of groups) shown.push(...(await this.#shownFrom(place, wanted)));
    return shown;
  }

  async #shownFrom(place: Place, wanted: readonly number[]): Promise<readonly ShownPacket[]> {
    const reader = place.open();
    const shown: ShownPacket[] = [];
    const last = wanted.at(-1) ?? 0;
    for await (const chunk of this.#chunks(place.offset, never)) {
      for (const packet of reader.push(chunk)) {
        if (wanted.includes(packet.number)) {
          shown.push({ record: packetRecord(packet), bytes: Uint8Array.from(packet.frame) });
        }
        if (packet.number >= last) return shown;
      }
    }
    return shown;
  }

  #chunks(offset: number, stop: AbortSignal, told?: (read: number) => void): AsyncIterable<Uint8Array> {
    return this.#isGzip ? gunzip(this.#file, stop, told) : chunksOf(this.#file, offset, stop, told);
  }
}

/** Where reading can begin again, and the number of the last packet before. */
interface Place {
  readonly after: number;
  readonly offset: number;
  readonly open: typeof createCaptureReader;
}

const start: Place = { after: 0, offset: 0, open: createCaptureReader };
const never: AbortSignal = new AbortController().signal;

const { port1, port2 } = new MessageChannel();
const tasks: (() => void)[] = [];
port1.addEventListener('message', () => tasks.shift()?.());
port1.start();

/** Runs a task after all microtasks: sooner than a timer would, of which browsers allow one in four milliseconds. */
function macrotask(task: () => void): void {
  tasks.push(task);
  port2.postMessage(null);
}
