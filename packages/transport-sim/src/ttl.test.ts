import { describe, expect, test } from 'vitest';
import { answersTo, lineNetwork, saidTo, TARGET, udp } from './line.fixture.js';

const path = (network: ReturnType<typeof lineNetwork>, maxTtl = 5): readonly string[] =>
  Array.from({ length: maxTtl }, (_, index) => answersTo(network, udp(index + 1))[0]?.from ?? '*');

describe('a router that does not decrement the TTL', () => {
  test('is missing from the path', () => {
    const network = lineNetwork({ nodes: { r2: { ttl: 'keep' } } });
    expect(path(network)).toEqual(['10.0.1.2', '10.0.3.2', '10.0.4.2', '10.0.4.2', '10.0.4.2']);
  });
});

describe('a router that forwards packets with a TTL of zero', () => {
  const network = lineNetwork({ nodes: { r2: { ttl: 'forward-zero' } } });

  test('lets its neighbour answer twice', () => {
    expect(path(network)).toEqual(['10.0.1.2', '10.0.3.2', '10.0.3.2', '10.0.4.2', '10.0.4.2']);
  });

  test('shows in the quote, whose TTL is zero', () => {
    expect(answersTo(network, udp(2))).toMatchObject([{ quote: { ip: { ttl: 0 } } }]);
    expect(answersTo(network, udp(3))).toMatchObject([{ quote: { ip: { ttl: 1 } } }]);
  });
});

describe('a loop', () => {
  const back = { routes: [{ to: TARGET, via: ['r1'] }] };

  test('answers in turn until the TTL is used up', () => {
    const network = lineNetwork({ nodes: { r2: back } });
    expect(path(network, 6)).toEqual(['10.0.1.2', '10.0.2.2', '10.0.2.1', '10.0.2.2', '10.0.2.1', '10.0.2.2']);
    expect(answersTo(network, udp(255))).toMatchObject([{ from: '10.0.2.1', at: 255 + 1, what: 'time-exceeded' }]);
  });

  test('ends where nobody decrements the TTL', () => {
    const network = lineNetwork({ nodes: { r1: { ttl: 'keep' }, r2: { ...back, ttl: 'keep' } } });
    expect(saidTo(network, udp(9))).toEqual([]);
  });
});
