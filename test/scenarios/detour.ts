import type { Errors, TopologyInit } from '@hoplite/transport-sim';
import { line } from './network.js';

/** The line, but from r3 back to the sender packets go by x and y, 10 ms each, to r1. */
export function detour(errorsFrom: Errors['from']): TopologyInit {
  return line({
    nodes: {
      r3: {
        routes: [
          { to: '10.0.1.1/32', via: ['x'] },
          { to: '2001:db8::1:1/128', via: ['x'] },
        ],
        errors: { from: errorsFrom },
      },
      x: { addresses: ['10.0.9.1', '2001:db8:9::1'] },
      y: { addresses: ['10.0.9.2', '2001:db8:9::2'] },
    },
    moreLinks: [
      { ends: [{ node: 'r3', addresses: ['10.0.8.1', '2001:db8:8::1'] }, 'x'], latency: 10, cost: 100 },
      { ends: ['x', 'y'], latency: 10, cost: 1 },
      { ends: ['y', 'r1'], latency: 1, cost: 1 },
    ],
  });
}
