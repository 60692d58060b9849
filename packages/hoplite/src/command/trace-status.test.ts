import type { Outcome } from '@hoplite/engine';
import { describe, expect, it } from 'vitest';
import { statusOf, worstStatus } from './trace-status.js';

describe('the exit status of a trace', () => {
  it.each<[Outcome, string | null, number]>([
    ['reached', null, 0],
    ['unreachable', null, 1],
    ['max-ttl', 'MAX_TTL', 1],
    ['gap', 'GAP', 1],
    ['timeout', 'TIMEOUT', 1],
    ['failed', 'ENETUNREACH', 1],
    ['failed', 'EMSGSIZE', 1],
    ['failed', 'UNRECORDED', 1],
    ['failed', 'EADDRNOTAVAIL', 2],
    ['failed', 'EACCES', 3],
    ['failed', 'EPERM', 3],
    ['failed', 'ENOBUFS', 5],
    ['failed', 'EIO', 5],
  ])('that ended with %s and %s is %i', (outcome, code, status) => {
    expect(statusOf({ outcome, error: code === null ? null : { code, message: '' } })).toBe(status);
  });

  it.each([
    [[], 0],
    [[0, 0], 0],
    [[0, 1, 0], 1],
    [[1, 2, 0], 2],
    [[3, 1, 2], 3],
    [[1, 5, 3], 5],
  ] as const)('of several, %j, is the worst, %i', (statuses, worst) => {
    expect(worstStatus(statuses)).toBe(worst);
  });
});
