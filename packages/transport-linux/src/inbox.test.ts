import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Happening, Inbox } from './inbox.js';
import { listening, writingDown } from './listening.fixture.js';

const ALWAYS = [0, Number.MAX_SAFE_INTEGER] as const;

const stamped = (nanoseconds: number) => ({ seconds: 0, nanoseconds });

function sent(id: number, at: number): Happening {
  return { kind: 'sent', id, stamp: stamped(at), at: at - 1, actual: null, unknown: null };
}

function received(length: number, at: number): Happening {
  const datagram = new Uint8Array(length);
  return { kind: 'received', datagram, stamp: stamped(at), at: 999, reconstructed: null, answers: null };
}

test('what was read in any order is told in the order of its instants, and a probe before its answer at the same one', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(9)), { maxLength: 30 }), (given) => {
      const inbox = new Inbox();
      for (const [isSent, at] of given) inbox.add(isSent ? sent(1, at) : received(1, at));
      const told = listening(inbox, ALWAYS).map((line) => [
        Number(line.split(' ')[3]),
        line.startsWith('sent') ? 0 : 1,
      ]);
      expect(told).toEqual(told.toSorted(([a = 0, i = 0], [b = 0, j = 0]) => a - b || i - j));
      expect(told).toHaveLength(given.length);
    }),
  );
});

test('what has no stamp is told at the process’s time', () => {
  const inbox = new Inbox();
  inbox.add({ ...received(5, 0), stamp: null, at: 30 } as Happening);
  inbox.add(received(6, 40));
  inbox.add({ kind: 'failed', id: 7, at: 20, error: { code: 'EPERM', message: 'no' } });
  expect(listening(inbox, ALWAYS)).toEqual(['failed 7 at 20 EPERM', 'received 5 at 30', 'received 6 at 40']);
});

test('nothing is told to be in the future, or before what a step of the clock lets one know', () => {
  const inbox = new Inbox();
  for (const at of [5, 15, 25]) inbox.add(received(at, at));
  expect(listening(inbox, [10, 20])).toEqual(['received 5 at 10', 'received 15 at 15', 'received 25 at 20']);
});

test('notices come first, and everything once', () => {
  const inbox = new Inbox();
  inbox.add(sent(3, 1));
  inbox.notice('overflow', 'too much');
  expect(listening(inbox, ALWAYS)).toEqual(['noticed overflow: too much', 'sent 3 at 1']);
  expect(listening(inbox, ALWAYS)).toEqual([]);
});

test('a listener that closes its transport hears nothing more', () => {
  const inbox = new Inbox();
  for (const at of [1, 2, 3]) inbox.add(sent(at, at));
  const lines: string[] = [];
  const isOpen = () => lines.length < 2;
  inbox.tell(writingDown(lines), ({ nanoseconds }) => nanoseconds, ALWAYS, isOpen);
  expect(lines).toEqual(['sent 1 at 1', 'sent 2 at 2']);
});
