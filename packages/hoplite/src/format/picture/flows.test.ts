import type { ProbeResult } from '@hoplite/engine';
import { expect, it } from 'vitest';
import { hop, silence, trace } from '../traces.fixture.js';
import { flowsOf, LONE } from './flows.js';

const { sourcePort: _, ...withoutSource } = silence;
const { destinationPort: __, ...withoutDestination } = silence;

it.each<[string, ProbeResult, string]>([
  ['both its ports', silence, '40123 33434'],
  ['nothing where its source port could not be seen', withoutSource, LONE],
  ['nothing where its destination port could not be seen', withoutDestination, LONE],
])('of a probe at several TTLs its flow is %s', (_, probe, flow) => {
  expect(flowsOf(trace([hop(1, probe), hop(2, probe)]))(probe)).toBe(flow);
});
