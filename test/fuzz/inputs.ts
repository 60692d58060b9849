import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { encodeDatagram, encodeFrame } from '@hoplite/codec';
import { datagram, frame } from '@hoplite/testing';
import { readCapture } from '@hoplite/transport-pcap';
import fc from 'fast-check';

/** A small generator of pseudo-random numbers (xorshift32): the same seed gives the same inputs on every machine. */
export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  /** A whole number from 0 to `sides` - 1. */
  roll(sides: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % sides;
  }
}

const CORPUS = fileURLToPath(new URL('../corpus/', import.meta.url));

/** Frames to begin from: those of our captures, and generated ones that reach the corners. */
export async function seedFrames(): Promise<Uint8Array[]> {
  const frames: Uint8Array[] = [];
  for (const file of captureFiles()) {
    let taken = 0;
    for await (const packet of readCapture(file)) {
      frames.push(packet.frame.slice());
      if (++taken === 20) break;
    }
  }
  const sample = { numRuns: 500, seed: 1 };
  frames.push(...fc.sample(datagram(), sample).map((value) => encodeDatagram(value)));
  frames.push(
    ...fc.sample(frame(), sample).map(({ linkType, layers, payload }) => encodeFrame(linkType, layers, payload)),
  );
  return frames;
}

/** Whole capture files to begin from. */
export function seedFiles(): Uint8Array[] {
  return captureFiles().map((file) => new Uint8Array(readFileSync(file)));
}

function captureFiles(): string[] {
  return readdirSync(CORPUS)
    .filter((name) => /\.pcap(ng)?$/.test(name))
    .map((name) => CORPUS + name);
}

/** What the wire might bring: a seed with a few bytes changed, cut, spliced with another, or nothing but noise. */
export function mutate(seeds: readonly Uint8Array[], dice: Dice): Uint8Array {
  const seed = pick(seeds, dice);
  switch (dice.roll(8)) {
    case 0:
      return noise(dice.roll(128), dice);
    case 1:
      return seed.slice(0, dice.roll(seed.length + 1));
    case 2: {
      const other = pick(seeds, dice);
      const cut = dice.roll(seed.length + 1);
      const joined = new Uint8Array(cut + Math.max(0, other.length - cut));
      joined.set(seed.subarray(0, cut));
      joined.set(other.subarray(cut), cut);
      return joined;
    }
    case 3:
      return seed.slice(dice.roll(Math.min(seed.length, 64) + 1));
    default: {
      const changed = seed.slice(0, dice.roll(4) === 0 ? dice.roll(seed.length + 1) : seed.length);
      for (let changes = 1 + dice.roll(4); changes > 0; changes--) changeByte(changed, dice);
      return changed;
    }
  }
}

/** Most changes go to the first bytes, where the lengths and types are. */
function changeByte(bytes: Uint8Array, dice: Dice): void {
  const at = dice.roll(dice.roll(2) === 0 ? Math.min(bytes.length, 64) : bytes.length);
  const values = [0, 0xff, 0x7f, 0x80, dice.roll(256), (bytes[at] ?? 0) ^ (1 << dice.roll(8)), (bytes[at] ?? 0) + 1];
  if (bytes.length > 0) bytes[at] = values[dice.roll(values.length)] ?? 0;
}

function noise(length: number, dice: Dice): Uint8Array {
  return Uint8Array.from({ length }, () => dice.roll(256));
}

function pick<T>(items: readonly T[], dice: Dice): T {
  const item = items[dice.roll(items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}
