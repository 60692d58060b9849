import { describe, expect, it } from 'vitest';
import { within } from './within.js';

const never = () => new Promise<never>(() => {});

describe('within', () => {
  it('gives what the promise gives, also where it rejects', async () => {
    expect(await within(2 ** 30, Promise.resolve(7))).toBe(7);
    await expect(within(2 ** 30, Promise.reject(new Error('no')))).rejects.toThrow('no');
  });

  it('gives null when the time is over', async () => {
    expect(await within(1, never())).toBeNull();
  });

  it('gives null when the signal is aborted, before or meanwhile', async () => {
    expect(await within(2 ** 30, never(), AbortSignal.abort())).toBeNull();
    const aborter = new AbortController();
    const waiting = within(2 ** 30, never(), aborter.signal);
    aborter.abort();
    expect(await waiting).toBeNull();
  });
});
