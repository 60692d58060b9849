import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { line, lineNetwork, udp } from './line.fixture.js';
import { createNetwork } from './network.js';
import { parseTopology } from './topology/parse.js';
import { TopologyError } from './topology/reader.js';

/** A document with the value at a random place of it replaced. */
function mutated(document: unknown, place: readonly number[], value: unknown): unknown {
  const [next, ...rest] = place;
  if (next === undefined || typeof document !== 'object' || document === null) return value;
  const keys = Object.keys(document);
  const key = keys[next % keys.length];
  if (key === undefined) return value;
  const copy = Array.isArray(document) ? [...document] : { ...document };
  return Object.assign(copy, { [key]: mutated(Reflect.get(document, key), rest, value) });
}

const full = parseTopology({
  ...line({
    nodes: { r1: { nat: { inside: ['pc'], addresses: ['10.0.2.1'] } }, r2: { filters: [{ action: 'drop' }] } },
  }),
  tunnels: [{ path: ['r1', 'r2', 'r3'] }],
  changes: [{ at: 1, node: 'r1', set: { ttl: 'keep' } }],
});

describe('a topology that means harm', () => {
  test('is read or refused with a TopologyError, whatever the document', () => {
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('r1', 'pc', '__proto__', 'constructor', 1e308, -0, 2 ** 53));
    let refused = 0;
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 8 }), value, (place, replacement) => {
        const document = mutated(full, place, replacement);
        try {
          createNetwork(parseTopology(document), { seed: 1, attached: ['pc'] });
        } catch (error) {
          refused++;
          if (!(error instanceof TopologyError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
    expect(refused).toBeGreaterThan(0);
  });

  test('carries each probe to an end, whatever it doubles and wherever it loops', () => {
    const doubling = { links: Object.fromEntries(['pc', 'r1', 'r2', 'r3'].map((near) => [near, { duplication: 1 }])) };
    const looping = {
      r1: { ttl: 'keep', routes: [{ to: 'default', via: ['r2'] }] },
      r2: { ttl: 'keep', routes: [{ to: 'default', via: ['r1'] }] },
    } as const;
    const network = lineNetwork({ ...doubling, nodes: looping });
    expect(network.send('pc', udp(255), 0).length).toBeLessThanOrEqual(4096);
  });
});
