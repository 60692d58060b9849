import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteQueue } from './byte-queue.js';

const steps = fc.array(
  fc.oneof(
    fc.record({ chunk: fc.uint8Array({ maxLength: 5000 }) }),
    fc.record({ read: fc.nat(6000) }),
    fc.record({ skip: fc.nat(6000) }),
  ),
  { maxLength: 60 },
);

test('bytes come out in the order in which they went in, wherever chunks and reads begin and end', () => {
  fc.assert(
    fc.property(steps, (steps) => {
      const queue = new ByteQueue();
      let unread: number[] = [];
      let lent = new Uint8Array(0);
      for (const step of steps) {
        if ('chunk' in step) {
          lent = Uint8Array.from(step.chunk);
          queue.append(lent);
          unread.push(...step.chunk);
        } else if ('skip' in step) {
          expect(queue.skip(step.skip)).toBe(Math.min(step.skip, unread.length));
          unread = unread.slice(step.skip);
        } else if (queue.has(step.read)) {
          expect([...queue.bytes(0, step.read)]).toEqual(unread.slice(0, step.read));
        } else {
          expect(unread.length).toBeLessThan(step.read);
          lent.fill(0xee);
        }
        expect(queue.isEmpty).toBe(unread.length === 0);
      }
    }),
  );
});

test('the offset counts what was dropped', () => {
  const queue = new ByteQueue();
  queue.append(new Uint8Array(10));
  queue.append(new Uint8Array(10));
  queue.skip(12);
  expect(queue.offset).toBe(12);
});

test('numbers are read in either byte order, at the border of two chunks too', () => {
  const queue = new ByteQueue();
  queue.append(Uint8Array.of(0, 1, 2));
  queue.append(Uint8Array.of(3, 4, 5, 6, 7, 8));
  queue.skip(1);
  expect(queue.has(8)).toBe(true);
  expect([queue.uint8(0), queue.uint16(1, false), queue.uint32(0, false), queue.uint32(4, true)]).toEqual([
    1, 0x0203, 0x01020304, 0x08070605,
  ]);
  expect(queue.int64(0, false)).toBe(0x0102030405060708n);
});

test('views are plain arrays, also of a Buffer, so that their slice is a copy', () => {
  const queue = new ByteQueue();
  queue.append(Buffer.from([1, 2, 3]));
  expect(queue.has(3)).toBe(true);
  expect(queue.bytes(0, 3).constructor).toBe(Uint8Array);
});
