import type { CapturePacket } from '@hoplite/engine';
import type { CaptureReader } from './reader.js';

/** The packets of a capture whose bytes come in chunks; frames are borrowed. Throws `CaptureError` after those before a fault. */
export async function* packetsOf(
  reader: CaptureReader,
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<CapturePacket, void, undefined> {
  for await (const chunk of chunks) yield* reader.push(chunk);
  reader.end();
}

/** What is read is left to read again, after `first`. */
export async function* startingWith(
  first: CapturePacket,
  others: AsyncIterable<CapturePacket>,
): AsyncGenerator<CapturePacket, void, undefined> {
  yield first;
  yield* others;
}

/** A packet that may be kept. */
export function ownPacket(packet: CapturePacket): CapturePacket {
  return { ...packet, frame: packet.frame.slice() };
}
