import type { CapturePacket } from '@hoplite/engine';
import type { ByteQueue } from './byte-queue.js';
import { CaptureError, type CaptureFault } from './capture-error.js';
import { longestBlock, mostInterfaces } from './limits.js';
import type { PacketSource } from './packet-source.js';
import { BlockType, byteOrderMagic, isFrameForWireshark, padded } from './pcapng-format.js';
import { type CaptureInterface, decodeInterface } from './pcapng-interface.js';
import { blockComment } from './pcapng-options.js';
import { decodePacketBlock, isPacketBlock, type PacketBlockType } from './pcapng-packet.js';

const sectionHeaderLength = 28;

/** Needs 4 bytes in the queue. They are line ends, which a text could start with: the byte order magic settles it. */
export function isPcapngMagic(queue: ByteQueue): boolean {
  return queue.uint32(0, false) === BlockType.sectionHeader;
}

/** Reads packets from a queue that stands at a section header. */
export class PcapngSource implements PacketSource {
  comment: string | null = null;
  readonly #queue: ByteQueue;
  #littleEndian = false;
  /** The interfaces of this section, and how many there were in those before it. */
  #interfaces: CaptureInterface[] = [];
  #firstInterface = 0;
  #longestBlock = longestBlock(0);
  /** A block that is passed over unread: `left` bytes to the length at its end. */
  #passed: { readonly offset: number; readonly length: number; left: number } | null = null;
  /** The length of the first section's header while its comment is not read. */
  #commented: number | null = null;
  #number = 0;
  #origin: bigint | null = null;
  #at = 0;

  constructor(queue: ByteQueue) {
    this.#queue = queue;
  }

  next(): CapturePacket | null {
    while (this.#pass() && this.#queue.has(12) && this.#queue.has(this.#needed())) {
      const packet = this.#readBlock();
      if (packet !== null) return packet;
    }
    return null;
  }

  end(): void {
    if (this.#passed === null && this.#queue.isEmpty) return;
    const offset = this.#passed?.offset ?? this.#queue.offset;
    throw new CaptureError('truncated', offset, 'the file ends in the middle of a block');
  }

  fork(queue: ByteQueue): PcapngSource | null {
    if (this.#passed !== null) return null;
    const fork = new PcapngSource(queue);
    fork.comment = this.comment;
    fork.#littleEndian = this.#littleEndian;
    fork.#interfaces = [...this.#interfaces];
    fork.#firstInterface = this.#firstInterface;
    fork.#longestBlock = this.#longestBlock;
    fork.#number = this.#number;
    fork.#origin = this.#origin;
    fork.#at = this.#at;
    return fork;
  }

  /** How many bytes of the next block must be there at once. */
  #needed(): number {
    if (isPcapngMagic(this.#queue)) return sectionHeaderLength;
    const type = this.#queue.uint32(0, this.#littleEndian);
    if (type !== BlockType.interfaceDescription && !isPacketBlock(type)) return 12;
    const length = this.#blockLength();
    if (length <= this.#longestBlock) return length;
    throw this.#fault('too-large', `a block claims ${length} bytes, more than the ${this.#longestBlock} there can be`);
  }

  #readBlock(): CapturePacket | null {
    if (isPcapngMagic(this.#queue)) {
      this.#openSection();
      return null;
    }
    const length = this.#blockLength();
    const type = this.#queue.uint32(0, this.#littleEndian);
    if (type !== BlockType.interfaceDescription && !isPacketBlock(type)) {
      this.#passed = { offset: this.#queue.offset, length, left: length - 4 };
      if (isFrameForWireshark(type)) this.#number += 1;
      return null;
    }
    this.#checkRepeatedLength(this.#queue.offset, length, length - 4);
    const packet = isPacketBlock(type) ? this.#readPacket(type, length) : this.#readInterface(length);
    this.#queue.skip(length);
    return packet;
  }

  #openSection(): void {
    const queue = this.#queue;
    this.#littleEndian = queue.uint32(8, true) === byteOrderMagic;
    if (queue.uint32(8, this.#littleEndian) !== byteOrderMagic) {
      throw this.#fault('not-a-capture', 'a pcapng section without the byte order magic');
    }
    this.#checkVersion(queue.uint16(12, this.#littleEndian), queue.uint16(14, this.#littleEndian));
    const length = this.#blockLength();
    if (length < sectionHeaderLength) throw this.#fault('bad-length', `a section header of ${length} bytes`);
    this.#passed = { offset: queue.offset, length, left: length - 4 };
    if (queue.offset === 0 && length <= this.#longestBlock) this.#commented = length;
    this.#firstInterface += this.#interfaces.length;
    this.#interfaces = [];
  }

  /** As tcpdump, which minds the minor version of the first section only. */
  #checkVersion(major: number, minor: number): void {
    if (major === 1 && (minor === 0 || minor === 2 || this.#queue.offset > 0)) return;
    throw this.#fault('unsupported', `a pcapng section of version ${major}.${minor}: only 1.0 and 1.2 are known`);
  }

  #readInterface(length: number): null {
    if (this.#interfaces.length === mostInterfaces) {
      throw this.#fault('too-large', `a section describes more than ${mostInterfaces} interfaces`);
    }
    const described = decodeInterface(this.#queue, length, this.#littleEndian);
    this.#longestBlock = Math.max(this.#longestBlock, longestBlock(described.linkType));
    this.#interfaces.push(described);
    return null;
  }

  #readPacket(type: PacketBlockType, length: number): CapturePacket {
    const block = decodePacketBlock(this.#queue, type, length, this.#littleEndian, this.#interfaces);
    const { timestamp } = block;
    if (timestamp !== null) {
      this.#origin ??= block.interface.timescale.unixTime(timestamp.high, timestamp.low);
      this.#at = block.interface.timescale.instant(timestamp.high, timestamp.low, this.#origin);
    }
    this.#number += 1;
    return {
      number: this.#number,
      at: this.#at,
      origin: this.#origin ?? 0n,
      frame: block.frame,
      linkType: block.interface.linkType,
      interface: this.#firstInterface + block.interfaceNumber,
      originalLength: block.originalLength,
      comment: block.comment,
    };
  }

  /** Passes over what is left of a block; false where its end has not come yet. */
  #pass(): boolean {
    const passed = this.#passed;
    if (passed === null) return true;
    if (!this.#readComment()) return false;
    passed.left -= this.#queue.skip(passed.left);
    if (passed.left > 0 || !this.#queue.has(4)) return false;
    this.#checkRepeatedLength(passed.offset, passed.length, 0);
    this.#queue.skip(4);
    this.#passed = null;
    return true;
  }

  /** False where the first section's header has not come whole yet. */
  #readComment(): boolean {
    if (this.#commented === null) return true;
    if (!this.#queue.has(this.#commented)) return false;
    this.comment = blockComment(this.#queue, 24, this.#commented - 4, this.#littleEndian);
    this.#commented = null;
    return true;
  }

  /** Some writers leave out the padding in the length; the block is padded all the same. */
  #blockLength(): number {
    const length = this.#queue.uint32(4, this.#littleEndian);
    if (length >= 12) return padded(length);
    throw this.#fault('bad-length', `a block claims a length of ${length} bytes, fewer than the 12 around every block`);
  }

  #checkRepeatedLength(offset: number, length: number, index: number): void {
    const repeated = this.#queue.uint32(index, this.#littleEndian);
    if (padded(repeated) === length) return;
    throw new CaptureError('bad-length', offset, `a block of ${length} bytes claims ${repeated} at its end`);
  }

  #fault(code: CaptureFault, what: string): CaptureError {
    return new CaptureError(code, this.#queue.offset, what);
  }
}
