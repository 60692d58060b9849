// A transport that answers every probe out of its own bytes, at the least cost: what is left to measure is the engine.

import { VirtualClock } from '@hoplite/engine';

/** @typedef {import('@hoplite/engine').Transport} Transport */
/** @typedef {import('@hoplite/engine').Listener} Listener */

/**
 * A line of so many hops to whatever is the target, 2 ms a hop, every twentieth probe lost. IPv4 and UDP only.
 * @param {number} hops
 * @returns {Transport & { readonly clock: VirtualClock }}
 */
export function createReflector(hops) {
  const clock = new VirtualClock(0n, (task) => void setImmediate(task));
  /** @type {Listener | null} */
  let listener = null;
  return {
    name: 'reflector',
    clock,
    timestamps: 'virtual',
    capabilities: {
      families: [4],
      protocols: ['udp'],
      fields: ['identification', 'checksum'],
      needsPrivilege: false,
      inFlight: Number.MAX_SAFE_INTEGER,
    },
    async open(opened) {
      listener = opened;
    },
    send(batch) {
      const now = clock.now();
      for (const { id, datagram } of batch) {
        clock.arrive(now, () => listener?.sent(id, now));
        if (id % 20 === 0) continue;
        const hop = Math.min(datagram[8] ?? 0, hops);
        const answer = answerTo(datagram, hop, hops);
        clock.arrive(now + hop * 4e6, () => listener?.received(answer, clock.now()));
      }
    },
    async sourceFor() {
      return '10.0.0.1';
    },
    async close() {
      listener = null;
    },
    async [Symbol.asyncDispose]() {
      listener = null;
    },
  };
}

/**
 * Time Exceeded from 10.0.HOP.2, at the last hop Port Unreachable from the target, with the first 28 bytes as the quote.
 * Its checksums are left zero: nobody on this way judges them.
 * @param {Uint8Array} probe
 * @param {number} hop
 * @param {number} hops
 */
function answerTo(probe, hop, hops) {
  const answer = new Uint8Array(56);
  answer.set([0x45, 0, 0, 56, 0, 0, 0, 0, 64, 1, 0, 0, 10, 0, hop, 2]);
  if (hop === hops) answer.set(probe.subarray(16, 20), 12);
  answer.set(probe.subarray(12, 16), 16);
  answer.set(hop === hops ? [3, 3] : [11, 0], 20);
  answer.set(probe.subarray(0, 28), 28);
  answer[36] = 1;
  return answer;
}
