import type { ByteQueue } from './byte-queue.js';
import { CaptureError } from './capture-error.js';
import { OptionCode } from './pcapng-format.js';
import { blockOptions } from './pcapng-options.js';
import { createTimescale, type TimeResolution, type Timescale } from './timescale.js';

/** An interface of a section. */
export interface CaptureInterface {
  /** A LINKTYPE_ value. */
  readonly linkType: number;
  /** Bytes of a packet that are kept at most; 0 for no limit. */
  readonly snapLength: number;
  readonly timescale: Timescale;
}

/** Decodes the interface description block at the front of the queue, which is there whole. Throws CaptureError. */
export function decodeInterface(queue: ByteQueue, length: number, littleEndian: boolean): CaptureInterface {
  if (length < 20) throw new CaptureError('bad-length', queue.offset, `an interface description of ${length} bytes`);
  return {
    linkType: queue.uint16(8, littleEndian),
    snapLength: queue.uint32(12, littleEndian),
    timescale: createTimescale(timeResolution(queue, length, littleEndian)),
  };
}

/** Microseconds, if nothing else is said. Of an option given twice the first counts, one of a wrong length does not. */
function timeResolution(queue: ByteQueue, length: number, littleEndian: boolean): TimeResolution {
  let resolution: number | null = null;
  let offset: bigint | null = null;
  for (const option of blockOptions(queue, 16, length - 4, littleEndian)) {
    if (option === null)
      throw new CaptureError('bad-length', queue.offset, 'an interface has an option longer than it');
    if (option.code === OptionCode.timeResolution && option.length === 1) resolution ??= queue.uint8(option.index);
    if (option.code === OptionCode.timeOffset && option.length === 8)
      offset ??= queue.int64(option.index, littleEndian);
  }
  const exponent = resolution ?? 6;
  return { base: exponent & 0x80 ? 2 : 10, exponent: exponent & 0x7f, offset: offset ?? 0n };
}
