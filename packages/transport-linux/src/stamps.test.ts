import { timeExceeded, udpProbe } from '@hoplite/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Inbox } from './inbox.js';
import { listening } from './listening.fixture.js';
import { StampCounter, Stamps } from './stamps.js';

const ms = 1e6;

/** Of one flow; the checksum is the probe's own. */
function probe(id: number): Uint8Array {
  const route = { source: '10.0.0.1', destination: '192.0.2.9', ttl: 1, identification: 1000 + id };
  return udpProbe({ ...route, sourcePort: 40_000, destinationPort: 33_434 });
}

function stamping(firstNumber = 0) {
  const inbox = new Inbox();
  const stamps = new Stamps(inbox);
  const counter = new StampCounter(firstNumber);
  const leave = (id: number, at: number) =>
    stamps.expect(counter, counter.take(), { id, at, datagram: probe(id), actual: null, unknown: null });
  const answer = (id: number, answers: number | null = null) => {
    const datagram = answers === null ? timeExceeded(probe(id), '198.51.100.1') : new Uint8Array(1);
    inbox.add({ kind: 'received', datagram, stamp: null, at: 9 * ms, reconstructed: null, answers });
  };
  const stamp = (number: number, nanoseconds: number) => stamps.stamped(counter, number, { seconds: 0, nanoseconds });
  const heard = () => listening(inbox, [0, Number.MAX_SAFE_INTEGER]);
  return { stamps, leave, stamp, answer, heard };
}

describe('a probe', () => {
  test('is told with the kernel’s stamp, however late that comes and in whatever order', () => {
    const { leave, stamp, heard } = stamping();
    for (const id of [11, 12, 13]) leave(id, 1 * ms);
    stamp(2, 4 * ms);
    stamp(0, 2 * ms);
    expect(heard()).toEqual(['sent 11 at 2000000', 'sent 13 at 4000000']);
    stamp(1, 3 * ms);
    expect(heard()).toEqual(['sent 12 at 3000000']);
  });

  test('whose stamp has not come after 100 ms is told with the process’s own time', () => {
    const { stamps, leave, heard } = stamping();
    leave(11, 1 * ms);
    leave(12, 50 * ms);
    expect(stamps.deadline).toBe(101 * ms);
    stamps.expire(101 * ms - 1);
    expect(heard()).toEqual([]);
    stamps.expire(101 * ms);
    expect(heard()).toEqual(['sent 11 at 1000000 by process']);
    expect(stamps.deadline).toBe(150 * ms);
  });

  test('whose stamp has not come when its answer has is told with the process’s own time, and no other is', () => {
    const { stamps, leave, answer, heard } = stamping();
    for (const id of [11, 12, 13, 14]) leave(id, id * ms);
    answer(12);
    answer(99, 14);
    stamps.expire(20 * ms);
    const sent = heard().filter((line) => line.startsWith('sent'));
    expect(sent).toEqual(['sent 12 at 12000000 by process', 'sent 14 at 14000000 by process']);
  });

  test('whose stamp was lost among others is told, and that there was no room for it', () => {
    const { stamps, leave, stamp, heard } = stamping();
    for (const id of [11, 12, 13]) leave(id, 1 * ms);
    stamp(2, 4 * ms);
    stamps.expire(200 * ms);
    expect(heard()).toEqual([
      'noticed stamps-lost: an error queue ran over: 2 transmit stamps were lost',
      'sent 11 at 1000000 by process',
      'sent 12 at 1000000 by process',
      'sent 13 at 4000000',
    ]);
  });

  test('is told with its stamp, or that this was lost, also where the numbers of stamps begin again', () => {
    const { stamps, leave, stamp, heard } = stamping(2 ** 32 - 2);
    for (const id of [11, 12, 13, 14]) leave(id, 1 * ms);
    stamp(2 ** 32 - 2, 2 * ms);
    stamp(1, 4 * ms);
    stamps.expire(200 * ms);
    expect(heard()).toEqual([
      'noticed stamps-lost: an error queue ran over: 2 transmit stamps were lost',
      'sent 12 at 1000000 by process',
      'sent 13 at 1000000 by process',
      'sent 11 at 2000000',
      'sent 14 at 4000000',
    ]);
  });

  test('is told once, whatever comes when', () => {
    const act = fc.oneof(
      fc.record({ kind: fc.constant('stamp' as const), number: fc.nat(12) }),
      fc.record({ kind: fc.constant('expire' as const), at: fc.nat(12) }),
      fc.record({ kind: fc.constant('answer' as const), id: fc.nat(12) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const { stamps, leave, stamp, answer, heard } = stamping();
        for (let id = 0; id < 10; id++) leave(id, id);
        for (const each of acts) {
          if (each.kind === 'stamp') stamp(each.number, 20);
          else if (each.kind === 'answer') answer(each.id);
          else stamps.expire(each.at + 100 * ms);
        }
        stamps.expire(200 * ms);
        const sent = heard().filter((line) => line.startsWith('sent'));
        expect(sent.map((line) => Number(line.split(' ')[1])).sort((a, b) => a - b)).toEqual([
          0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
        ]);
        expect(stamps.deadline).toBeNull();
      }),
    );
  });
});
