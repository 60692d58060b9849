import { afterEach, expect, test, vi } from 'vitest';
import { macrotasks } from './macrotask.js';

afterEach(() => void vi.unstubAllGlobals());

/** In which order tasks and microtasks run. */
async function order(): Promise<readonly string[]> {
  const seen: string[] = [];
  const schedule = macrotasks();
  await new Promise<void>((resolve) => {
    schedule(() => {
      seen.push('first task');
      void Promise.resolve().then(() => seen.push('its microtask'));
    });
    schedule(() => {
      seen.push('second task');
      resolve();
    });
    void Promise.resolve().then(() => seen.push('microtask'));
  });
  return seen;
}

const expected = ['microtask', 'first task', 'its microtask', 'second task'];

test('tasks run after all microtasks, in order', async () => {
  expect(await order()).toEqual(expected);
});

test('the same where there is no setImmediate, as in browsers', async () => {
  vi.stubGlobal('setImmediate', undefined);
  expect(await order()).toEqual(expected);
});

test('a platform with neither is told so', () => {
  vi.stubGlobal('setImmediate', undefined);
  vi.stubGlobal('MessageChannel', undefined);
  expect(() => macrotasks()).toThrow('neither setImmediate nor MessageChannel');
});
