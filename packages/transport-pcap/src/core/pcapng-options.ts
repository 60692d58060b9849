import { decodeUtf8 } from '@hoplite/codec';
import type { ByteQueue } from './byte-queue.js';
import { OptionCode, padded } from './pcapng-format.js';

/** An option of a block; `index` is where its value begins, counted from the front of the queue. */
export interface BlockOption {
  readonly code: number;
  readonly index: number;
  readonly length: number;
}

/** The options between two places of a block, up to opt_endofopt; one that does not fit in ends them with null. */
export function* blockOptions(
  queue: ByteQueue,
  start: number,
  end: number,
  littleEndian: boolean,
): Generator<BlockOption | null, void, undefined> {
  for (let index = start; index < end; ) {
    if (end - index < 4) return yield null;
    const code = queue.uint16(index, littleEndian);
    const length = queue.uint16(index + 2, littleEndian);
    if (code === OptionCode.end) return;
    if (padded(length) > end - index - 4) return yield null;
    yield { code, index: index + 4, length };
    index += 4 + padded(length);
  }
}

/**
 * All comments among the options between two places, a line each; null for none. As tcpdump, which does not look at a
 * packet's options, no fault in them hides the packet.
 */
export function blockComment(queue: ByteQueue, start: number, end: number, littleEndian: boolean): string | null {
  if (start >= end) return null;
  const found: string[] = [];
  for (const option of blockOptions(queue, start, end, littleEndian)) {
    if (option?.code === OptionCode.comment) found.push(decodeUtf8(queue.bytes(option.index, option.length)));
  }
  return found.length === 0 ? null : found.join('\n');
}
