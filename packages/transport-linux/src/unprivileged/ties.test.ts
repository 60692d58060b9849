import { encodeDatagram } from '@hoplite/codec';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readProbe } from '../probe.js';
import { MOST_TIES, Ties } from './ties.js';

const TARGET = '192.0.2.9';

function probe(id: number, destinationPort: number, payload: Uint8Array) {
  const ip = {
    version: 4,
    typeOfService: 0,
    identification: id,
    reservedFlag: false,
    dontFragment: false,
    moreFragments: false,
    fragmentOffset: 0,
    ttl: 1,
    protocol: 17,
    source: '10.0.0.1',
    destination: TARGET,
    options: [],
  } as const;
  const read = readProbe(id, encodeDatagram({ ip, payload: { kind: 'udp', sourcePort: 4, destinationPort, payload } }));
  if (read === null) throw new Error('no probe');
  return read;
}

const NOTHING = new Uint8Array(0);

/** Probes of one flow, whose payloads begin differently: as Paris traceroute makes them. */
function oneFlow(count: number): Ties {
  const ties = new Ties();
  for (let id = 1; id <= count; id++) ties.add(probe(id, 33_434, Uint8Array.of(0x40, id, 0, 0)));
  return ties;
}

describe('an error whose quote shows', () => {
  test('the payload is tied to the probe that has it, cut or padded, whatever else is in flight', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 2, max: 9 }), (id, length) => {
        const shown = new Uint8Array(length);
        shown.set(Uint8Array.of(0x40, id, 0, 0).subarray(0, length));
        expect(oneFlow(20).find(TARGET, 33_434, shown)).toBe(id);
      }),
    );
  });

  test('only the ports is tied to the probe that alone has them', () => {
    const ties = new Ties();
    for (const id of [1, 2, 3]) ties.add(probe(id, 33_433 + id, NOTHING));
    expect(ties.find(TARGET, 33_435, NOTHING)).toBe(2);
    expect(ties.find(TARGET, 33_435, NOTHING)).toBe(2);
  });

  test('only the ports is tied to the one probe of the flow that has no answer yet', () => {
    const ties = oneFlow(1);
    expect(ties.find(TARGET, 33_434, NOTHING)).toBe(1);
    ties.add(probe(2, 33_434, NOTHING));
    expect(ties.find(TARGET, 33_434, NOTHING)).toBe(2);
  });

  test('only the ports, when all have their answers, is a second one to the last', () => {
    const ties = oneFlow(1);
    ties.find(TARGET, 33_434, NOTHING);
    ties.add(probe(2, 33_434, NOTHING));
    ties.find(TARGET, 33_434, NOTHING);
    expect(ties.find(TARGET, 33_434, NOTHING)).toBe(2);
  });

  test('only the ports, when several are in flight, is tied to none', () => {
    expect(oneFlow(2).find(TARGET, 33_434, NOTHING)).toBeNull();
  });

  test('another destination or port is tied to none', () => {
    expect(oneFlow(1).find('192.0.2.10', 33_434, NOTHING)).toBeNull();
    expect(oneFlow(1).find(TARGET, 33_435, NOTHING)).toBeNull();
  });

  test('what a probe long ago had is not tied to it: of a socket that sends for ever only the last ones are remembered', () => {
    const ties = new Ties();
    for (let id = 1; id <= MOST_TIES + 2; id++) ties.add(probe(id, id, NOTHING));
    const first = [1, 2, 3].map((port) => ties.find(TARGET, port, NOTHING));
    expect([...first, ties.find(TARGET, MOST_TIES + 2, NOTHING)]).toEqual([null, null, 3, MOST_TIES + 2]);
  });

  test('the ports of an earlier round is tied to the probe of this one', () => {
    const ties = new Ties();
    // The same port again and again, never answered; then as many of other ports as are remembered.
    for (let id = 1; id <= 50; id++) ties.add(probe(id, 33_434, NOTHING));
    expect(ties.find(TARGET, 33_434, NOTHING)).toBeNull();
    for (let id = 51; id < 50 + MOST_TIES; id++) ties.add(probe(id, id, NOTHING));
    ties.add(probe(5000, 33_434, NOTHING));
    expect(ties.find(TARGET, 33_434, NOTHING)).toBe(5000);
  });
});
