import { describe, expect, test } from 'vitest';
import { LinuxClock, type TimeSource } from './clock.js';
import { Wakes } from './wakes.js';

/** 2026-01-01T00:00:00Z in nanoseconds. */
const NEW_YEAR = 1_767_225_600_000_000_000n;

/** Clocks that advance by `held` nanoseconds whenever one is read: a process that is held up. */
function fakeTime(held: () => bigint = () => 20n): TimeSource & { pass(by: bigint): void; step(by: bigint): void } {
  let monotonic = 5_000_000_000n;
  let ahead = NEW_YEAR - monotonic;
  return {
    monotonic: () => {
      monotonic += held();
      return monotonic;
    },
    realtime: () => {
      monotonic += held();
      return monotonic + ahead;
    },
    pass: (by) => {
      monotonic += by;
    },
    step: (by) => {
      ahead += by;
    },
  };
}

const clockOf = (time: TimeSource, onWake = () => {}): LinuxClock => new LinuxClock(time, new Wakes(), onWake);

/** A stamp of the kernel that many nanoseconds after new year. */
const stamp = (after: bigint) => ({
  seconds: Number((NEW_YEAR + after) / 1_000_000_000n),
  nanoseconds: Number((NEW_YEAR + after) % 1_000_000_000n),
});

describe('the clock', () => {
  test('begins at zero, at the wall clock’s time', () => {
    const clock = clockOf(fakeTime(() => 0n));
    expect([clock.now(), clock.origin]).toEqual([0, NEW_YEAR]);
  });

  test('puts the kernel’s stamps on its own scale, to the nanosecond and however long it runs', () => {
    const time = fakeTime(() => 0n);
    const clock = clockOf(time);
    for (const later of [0n, 1n, 999_999_999n, 1_000_000_001n, 86_400_000_000_001n * 50n]) {
      expect(clock.instantOf(stamp(later))).toBe(Number(later));
    }
    time.pass(123_456_789n);
    expect(clock.instantOf(stamp(123_456_789n))).toBe(clock.now());
  });

  test('believes of several samples the one in which the process was held up least', () => {
    const delays = [9_000_000n, 8n, 50_000n, 40n, 3n, 2n, 1_000_000n];
    let read: number | null = 0;
    const time = fakeTime(() => (read === null ? 0n : (delays[read++ % delays.length] ?? 0n)));
    const clock = clockOf(time);
    read = null;
    const wall = time.realtime() - NEW_YEAR;
    expect(Math.abs(clock.instantOf(stamp(wall)) - clock.now())).toBeLessThan(50);
  });

  test('sees no step while the wall clock goes on, however the process is held up', () => {
    let delay = 30n;
    const time = fakeTime(() => delay);
    const clock = clockOf(time);
    for (const held of [30n, 5_000n, 1_000_000_000n, 20n]) {
      delay = held;
      expect(clock.takeStep()).toBeNull();
    }
  });

  test.each([3_600_000_000_000n, -3_600_000_000_000n, 5_000n])('sees a step of %d ns, once', (by) => {
    const time = fakeTime();
    const clock = clockOf(time);
    time.step(by);
    const seen = clock.takeStep();
    expect(Number(seen)).toBeGreaterThanOrEqual(Number(by) - 200);
    expect(Number(seen)).toBeLessThanOrEqual(Number(by) + 200);
    expect(clock.takeStep()).toBeNull();
  });

  test('after a step stamps are on its scale again, and neither instants nor origin have moved', () => {
    const time = fakeTime(() => 0n);
    const clock = clockOf(time);
    time.pass(1000n);
    const before = clock.now();
    time.step(-7_000_000_000n);
    clock.takeStep();
    expect([clock.now(), clock.origin, clock.instantOf(stamp(1000n - 7_000_000_000n))]).toEqual([
      before,
      NEW_YEAR,
      before,
    ]);
  });

  test.each([3_600_000_000_000n, -3_600_000_000_000n])(
    'dates what was stamped before a step of %d ns and after it, in the order in which it happened',
    (by) => {
      const time = fakeTime(() => 0n);
      const clock = clockOf(time);
      time.step(by);
      time.pass(5_000_000n);
      clock.takeStep();
      const stamps = [stamp(1_000_000n), stamp(2_000_000n + by)];
      expect(stamps.map((each) => clock.instantAround([0, 5_000_000], each))).toEqual([1_000_000, 2_000_000]);
    },
  );

  test('refuses to wake at what is no instant, and tells of every wake', () => {
    let told = 0;
    const clock = clockOf(fakeTime(), () => told++);
    expect(() => clock.wake(Number.NaN, () => {})).toThrow(RangeError);
    clock.wake(5, () => {});
    expect(told).toBe(1);
  });
});
