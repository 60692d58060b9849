import type { CapturePacket } from '@hoplite/engine';
import { ByteQueue } from './byte-queue.js';
import { CaptureError } from './capture-error.js';
import { classicHeaderLength, createClassicSource, isClassicMagic } from './classic.js';
import type { PacketSource } from './packet-source.js';
import { isPcapngMagic, PcapngSource } from './pcapng.js';

/** Reads a capture that comes in chunks of any size. */
export interface CaptureReader {
  /** What a pcapng file says of itself in its first section; null without, and until the first packet was read. */
  readonly comment: string | null;
  /**
   * The packets that are complete with this chunk, each made when it is asked for; then, where the capture is faulty, a
   * CaptureError is thrown. The chunk is borrowed until all packets were taken; a frame, until the next is asked for.
   */
  push(chunk: Uint8Array): Iterable<CapturePacket>;
  /** No more chunks will come. Throws CaptureError where the capture is cut short. */
  end(): void;
  /**
   * Where the packets begin that come after those taken, for who wants to read them again without all that lies before;
   * null where there is no such place: before the file's header and within a block that holds no packet.
   */
  bookmark(): CaptureBookmark | null;
}

/** A place in a capture between two packets. */
export interface CaptureBookmark {
  /** Bytes from the start of the file: the first that a reader from here has to get. */
  readonly offset: number;
  /** A new reader from here on: what it yields is equal, numbers and times too. */
  open(): CaptureReader;
}

/** A reader of pcap (micro- and nanoseconds, both byte orders) and pcapng. Its memory is bounded by one packet. */
export function createCaptureReader(): CaptureReader {
  return createReaderWith(createClassicSource);
}

/** A reader that leaves classic pcap to `openClassic`, which finds the whole file header in the queue. */
export function createReaderWith(openClassic: (queue: ByteQueue) => PacketSource): CaptureReader {
  return readerOf(new ByteQueue(), (queue) => detectSource(queue, openClassic));
}

/** `open` is asked again as long as it returns null. */
function readerOf(queue: ByteQueue, open: (queue: ByteQueue) => PacketSource | null): CaptureReader {
  let source = open(queue);
  function* packets(): Generator<CapturePacket, void, undefined> {
    source ??= open(queue);
    if (source === null) return;
    for (let packet = source.next(); packet !== null; packet = source.next()) yield packet;
  }
  return {
    get comment() {
      return source?.comment ?? null;
    },
    push(chunk) {
      queue.append(chunk);
      return packets();
    },
    end() {
      if (source !== null) return source.end();
      if (queue.isEmpty) throw new CaptureError('not-a-capture', 0, 'the file is empty');
      throw new CaptureError('truncated', 0, 'the file ends in the middle of its first header');
    },
    bookmark() {
      const { offset } = queue;
      const held = source?.fork(new ByteQueue(offset)) ?? null;
      return held && { offset, open: () => readerOf(new ByteQueue(offset), (other) => held.fork(other)) };
    },
  };
}

/** Null where more bytes are needed. */
function detectSource(queue: ByteQueue, openClassic: (queue: ByteQueue) => PacketSource): PacketSource | null {
  if (!queue.has(4)) return null;
  if (isClassicMagic(queue)) return queue.has(classicHeaderLength) ? openClassic(queue) : null;
  if (isPcapngMagic(queue)) return new PcapngSource(queue);
  throw new CaptureError('not-a-capture', 0, 'neither a pcap nor a pcapng file');
}
