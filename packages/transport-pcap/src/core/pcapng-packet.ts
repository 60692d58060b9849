import type { ByteQueue } from './byte-queue.js';
import { CaptureError } from './capture-error.js';
import { longestPacket } from './limits.js';
import { BlockType, padded } from './pcapng-format.js';
import type { CaptureInterface } from './pcapng-interface.js';
import { blockComment } from './pcapng-options.js';

/** The types of blocks that carry a packet. */
export type PacketBlockType = (typeof BlockType)['packet' | 'simplePacket' | 'enhancedPacket'];

/** What a packet block holds. */
export interface PacketBlock {
  /** The number of the interface in its section. */
  readonly interfaceNumber: number;
  readonly interface: CaptureInterface;
  /** The interface's units since its epoch, as two halves of 64 bits; null in a simple packet block. */
  readonly timestamp: { readonly high: number; readonly low: number } | null;
  /** A view. */
  readonly frame: Uint8Array;
  readonly originalLength: number;
  readonly comment: string | null;
}

export function isPacketBlock(type: number): type is PacketBlockType {
  return type === BlockType.enhancedPacket || type === BlockType.simplePacket || type === BlockType.packet;
}

/** Decodes the packet block at the front of the queue, which is there whole. Throws CaptureError. */
export function decodePacketBlock(
  queue: ByteQueue,
  type: PacketBlockType,
  length: number,
  littleEndian: boolean,
  interfaces: readonly CaptureInterface[],
): PacketBlock {
  return type === BlockType.simplePacket
    ? decodeSimple(queue, length, littleEndian, interfaces)
    : decodeStamped(queue, type, length, littleEndian, interfaces);
}

/** An enhanced packet block, or the obsolete one, which differs in the width of the interface number. */
function decodeStamped(
  queue: ByteQueue,
  type: PacketBlockType,
  length: number,
  littleEndian: boolean,
  interfaces: readonly CaptureInterface[],
): PacketBlock {
  if (length < 32) throw new CaptureError('bad-length', queue.offset, `a packet block of ${length} bytes`);
  const interfaceNumber =
    type === BlockType.enhancedPacket ? queue.uint32(8, littleEndian) : queue.uint16(8, littleEndian);
  const source = interfaceAt(queue, interfaces, interfaceNumber);
  const captured = queue.uint32(20, littleEndian);
  checkCaptured(queue, captured, length - 32, source.linkType);
  return {
    interfaceNumber,
    interface: source,
    timestamp: { high: queue.uint32(12, littleEndian), low: queue.uint32(16, littleEndian) },
    frame: queue.bytes(28, captured),
    originalLength: queue.uint32(24, littleEndian),
    comment: blockComment(queue, 28 + padded(captured), length - 4, littleEndian),
  };
}

/** A simple packet block belongs to the first interface, whose snap length says how much of the packet was captured. */
function decodeSimple(
  queue: ByteQueue,
  length: number,
  littleEndian: boolean,
  interfaces: readonly CaptureInterface[],
): PacketBlock {
  if (length < 16) throw new CaptureError('bad-length', queue.offset, `a simple packet block of ${length} bytes`);
  const source = interfaceAt(queue, interfaces, 0);
  const originalLength = queue.uint32(8, littleEndian);
  const most = source.snapLength === 0 ? longestPacket(source.linkType) : source.snapLength;
  const captured = Math.min(originalLength, most);
  checkCaptured(queue, captured, length - 16, source.linkType);
  return {
    interfaceNumber: 0,
    interface: source,
    timestamp: null,
    frame: queue.bytes(12, captured),
    originalLength,
    comment: null,
  };
}

function interfaceAt(queue: ByteQueue, interfaces: readonly CaptureInterface[], number: number): CaptureInterface {
  const found = interfaces[number];
  if (found !== undefined) return found;
  const what = `a packet of interface ${number}, where the section has described ${interfaces.length}`;
  throw new CaptureError('no-interface', queue.offset, what);
}

function checkCaptured(queue: ByteQueue, captured: number, room: number, linkType: number): void {
  const longest = longestPacket(linkType);
  if (captured <= room && captured <= longest) return;
  const what =
    captured > longest
      ? `a packet claims ${captured} captured bytes, more than the ${longest} there can be`
      : `a packet claims ${captured} captured bytes in a block with room for ${room}`;
  throw new CaptureError('bad-length', queue.offset, what);
}
