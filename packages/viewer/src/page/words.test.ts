import type { ProbeResult } from '@hoplite/engine';
import { expect, test } from 'vitest';
import { probeTarget } from './words.js';

test.each([
  [{ sourcePort: 40000, destinationPort: 33434 }, 'port 40000 to 33434'],
  [{ destinationPort: 33434 }, 'port ? to 33434'],
  [{ identifier: 7, sequence: 9 }, 'identifier 7, sequence 9'],
  [{ sequence: 9 }, 'identifier ?, sequence 9'],
])('of a probe that shows %j is said: %s', (shown, text) => {
  const probe: ProbeResult = { attempt: 1, status: 'timeout', sentAt: 0, size: 68, frames: null, ...shown };
  expect(probeTarget(probe)).toBe(text);
});
