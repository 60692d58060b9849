import { CaptureError, readCapture } from '@hoplite/transport-pcap';
import { createCaptureReader } from '@hoplite/transport-pcap/core';
import { expect, test } from 'vitest';
import { difference, throughAllDoors } from './doors.js';
import { Dice, mutate, seedFiles, seedFrames } from './inputs.js';

/** How many inputs: `npx -y pnpm@12.21.0 fuzz` tries ten million. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 20_000);
const SEED = Number(process.env.FUZZ_SEED ?? 20261122);
const HOURS = 3_600_000;

test(`no door throws, hangs, or reads past the input’s end: ${RUNS} inputs from seed ${SEED}`, {
  timeout: HOURS,
}, async () => {
  const seeds = await seedFrames();
  const dice = new Dice(SEED);
  let accepted = 0;
  for (let run = 0; run < RUNS; run++) {
    const input = mutate(seeds, dice);
    try {
      const seen = throughAllDoors(within(input, 0xaa));
      if (run % 4 === 0) expectNothingAround(input, seen);
      if (isOk(seen[0])) accepted++;
    } catch (error) {
      throw new Error(`run ${run} of seed ${SEED}: ${Buffer.from(input).toString('hex')}`, { cause: error });
    }
  }
  // The inputs must be worth it: both kinds, neither rare.
  expect(accepted).toBeGreaterThan(RUNS / 50);
  expect(accepted).toBeLessThan(RUNS / 2);
});

const FILES = Math.ceil(RUNS / 50);

test(`the capture reader gives packets and then a CaptureError: ${FILES} files from seed ${SEED}`, {
  timeout: HOURS,
}, () => {
  const seeds = seedFiles();
  const dice = new Dice(SEED);
  let faults = 0;
  for (let run = 0; run < FILES; run++) {
    const file = mutate(seeds, dice);
    try {
      if (readInChunks(file, dice) !== null) faults++;
    } catch (error) {
      throw new Error(`run ${run} of seed ${SEED}`, { cause: error });
    }
  }
  expect(faults).toBeGreaterThan(FILES / 10);
  expect(faults).toBeLessThan(FILES);
});

const NODE_FILES = Math.ceil(RUNS / 200);

test(`so does the way through pcap-parser and gunzip: ${NODE_FILES} files from seed ${SEED}`, {
  timeout: HOURS,
}, async () => {
  const seeds = seedFiles();
  const dice = new Dice(SEED + 1);
  for (let run = 0; run < NODE_FILES; run++) {
    const file = mutate(seeds, dice);
    const core = readInChunks(file, dice);
    let node: unknown = null;
    try {
      for await (const packet of readCapture(file)) packet.frame.at(-1);
    } catch (error) {
      node = error;
    }
    expect({ run, fault: faultOf(node) }).toEqual({ run, fault: faultOf(core) });
  }
});

/** Reads a file in chunks of random sizes; returns the CaptureError that ended it, null where it is whole. */
function readInChunks(file: Uint8Array, dice: Dice): CaptureError | null {
  const reader = createCaptureReader();
  try {
    for (let at = 0; at < file.length; ) {
      const size = 1 + dice.roll(4096);
      for (const packet of reader.push(file.slice(at, at + size))) {
        if (!Number.isInteger(packet.at) || packet.frame.length > packet.originalLength + 262_144)
          throw new Error('not a packet');
      }
      at += size;
    }
    reader.end();
    return null;
  } catch (error) {
    if (error instanceof CaptureError) return error;
    throw error;
  }
}

function faultOf(error: unknown): unknown {
  return error instanceof CaptureError ? { code: error.code, offset: error.offset } : error;
}

/** What lies around the input differs this time: who reads it, sees something else. */
function expectNothingAround(input: Uint8Array, seen: readonly unknown[]): void {
  const found = difference(seen, throughAllDoors(within(input, 0x55)));
  if (found !== null) throw new Error(`reads past the end: ${found}`);
}

/** The input in the middle of a larger buffer that is full of `around`. */
function within(input: Uint8Array, around: number): Uint8Array {
  const buffer = new Uint8Array(input.length + 128).fill(around);
  buffer.set(input, 61);
  return buffer.subarray(61, 61 + input.length);
}

function isOk(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'ok' in result && result.ok === true;
}
