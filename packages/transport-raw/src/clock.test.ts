import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ProcessClock } from './clock.js';

beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'clearImmediate', 'Date'] }),
);
afterEach(() => void vi.useRealTimers());

/** A clock that goes a little slower than the timers do, as Node's seem to: they fire up to a millisecond early. */
function slowClock(handOver: () => void = () => {}): ProcessClock {
  const began = Date.now();
  return new ProcessClock(handOver, () => Math.round((Date.now() - began) * 0.9e6));
}

describe('a wake', () => {
  test('comes at its instant or later, never before, also where the timers come early', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -5e6, max: 50e6 }), { minLength: 1, maxLength: 10 }),
        async (instants) => {
          const clock = slowClock();
          const woken: [asked: number, at: number][] = [];
          for (const at of instants) clock.wake(at, () => woken.push([at, clock.now()]));
          await vi.advanceTimersByTimeAsync(100);
          expect(woken.map(([asked]) => asked).sort((a, b) => a - b)).toEqual([...instants].sort((a, b) => a - b));
          for (const [asked, at] of woken) expect(at).toBeGreaterThanOrEqual(asked);
        },
      ),
    );
  });

  test('is no call from within the asking, even where its instant is past', () => {
    const clock = slowClock();
    const callback = vi.fn();
    clock.wake(-1, callback);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(0);
    expect(callback).toHaveBeenCalledOnce();
  });

  test('comes after all that had arrived was handed over', () => {
    const order: string[] = [];
    const clock = slowClock(() => order.push('handed over'));
    clock.wake(2e6, () => order.push('woken'));
    vi.advanceTimersByTime(10);
    expect(order).toEqual(['handed over', 'woken']);
  });

  test('does not come where what was handed over cancelled it', () => {
    const callback = vi.fn();
    let cancel = () => {};
    const clock = slowClock(() => cancel());
    cancel = clock.wake(2e6, callback);
    vi.advanceTimersByTime(10);
    expect(callback).not.toHaveBeenCalled();
  });

  test('that was cancelled, or whose clock was closed, does not come and leaves no timer', () => {
    const callback = vi.fn();
    const clock = slowClock();
    clock.wake(2e6, callback)();
    clock.wake(3e6, callback);
    clock.wake(-1, callback);
    clock.close();
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(10);
    expect(callback).not.toHaveBeenCalled();
  });

  test('may be farther off than any timer reaches', () => {
    const clock = slowClock();
    const callback = vi.fn();
    const days = 30 * 86_400_000;
    clock.wake(days * 1e6, callback);
    vi.advanceTimersByTime(days);
    expect(callback).not.toHaveBeenCalled();
    vi.advanceTimersByTime(days / 8);
    expect(callback).toHaveBeenCalledOnce();
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])('is refused at %d', (at) => {
    expect(() => slowClock().wake(at, () => {})).toThrow(RangeError);
  });
});

test('instants are whole, begin at zero, and the origin is the time of day then', () => {
  vi.useRealTimers();
  const before = BigInt(Date.now()) * 1_000_000n;
  const clock = new ProcessClock(() => {});
  const first = clock.now();
  const second = clock.now();
  expect(Number.isInteger(first) && Number.isInteger(second)).toBe(true);
  expect(first).toBeGreaterThanOrEqual(0);
  expect(second).toBeGreaterThanOrEqual(first);
  expect(clock.origin >= before && clock.origin <= BigInt(Date.now()) * 1_000_000n).toBe(true);
});
