import { internetChecksum } from '@hoplite/codec';
import { byte, bytesOf, type Packet, readPacket, setWord, word } from '../packet/packet.js';

/** The IPv4 fragments that a host has and the datagrams that they become. */
export class Reassembly {
  readonly #waiting = new Map<string, Packet[]>();

  /** The whole datagram, or null where pieces of it are still missing. */
  add(packet: Packet): Packet | null {
    const { bytes, source, destination, protocol } = packet;
    if (packet.family === 6) return null;
    const key = `${source} ${destination} ${protocol} ${word(bytes, 4)}`;
    const pieces = [...(this.#waiting.get(key) ?? []), packet].sort((a, b) => offsetOf(a) - offsetOf(b));
    const whole = joined(pieces);
    if (whole !== null) this.#waiting.delete(key);
    else {
      if (this.#waiting.size >= MOST) this.#waiting.clear();
      this.#waiting.set(key, pieces.slice(0, MOST));
    }
    return whole;
  }
}

/** So many datagrams wait, of so many pieces. */
const MOST = 1000;

function joined(pieces: readonly Packet[]): Packet | null {
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined || hasMore(last)) return null;
  let reached = 0;
  for (const piece of pieces) {
    // A copy of what is there adds nothing.
    if (offsetOf(piece) > reached) return null;
    reached = Math.max(reached, offsetOf(piece) + payloadOf(piece).length);
  }
  const header = headerLength(first);
  const bytes = new Uint8Array(header + reached);
  if (bytes.length > 0xffff) return null;
  bytes.set(bytesOf(first).subarray(0, header));
  for (const piece of pieces) bytes.set(payloadOf(piece), header + offsetOf(piece));
  setWord(bytes, 2, bytes.length);
  setWord(bytes, 6, word(bytes, 6) & 0xc000);
  setWord(bytes, 10, 0);
  setWord(bytes, 10, internetChecksum(bytes, 0, header));
  return readPacket(bytes);
}

const offsetOf = ({ bytes }: Packet): number => (word(bytes, 6) & 0x1fff) * 8;
const hasMore = ({ bytes }: Packet): boolean => (word(bytes, 6) & 0x2000) !== 0;
const headerLength = ({ bytes }: Packet): number => (byte(bytes, 0) & 0xf) * 4;
const payloadOf = (packet: Packet): Uint8Array => packet.bytes.subarray(headerLength(packet));
