import { expect, test } from 'vitest';
import { meaning } from './ending.js';
import type { ProbeProtocol } from './header.js';
import type { IcmpError, Reply } from './reply.js';

const TARGET = '192.0.2.9';
const ELSEWHERE = '198.51.100.1';

function error(type: number, code: number, from: string, family: 4 | 6 = 4): IcmpError {
  return {
    kind: 'error',
    family,
    from,
    to: '10.0.0.1',
    ttl: 64,
    identification: null,
    icmp: { type, code },
    quoted: null,
    mtu: null,
    gateway: null,
    mpls: [],
    interfaces: [],
    extensions: [],
  };
}

const of = (reply: Reply, protocol: ProbeProtocol) => meaning(reply, { protocol, destination: TARGET });

test('Time Exceeded is a hop, also from the target’s own address', () => {
  expect(of(error(11, 0, ELSEWHERE), 'udp')).toBe('hop');
  expect(of(error(11, 0, TARGET), 'udp')).toBe('hop');
  expect(of(error(3, 0, TARGET, 6), 'udp')).toBe('hop');
});

test('port and protocol unreachable end a UDP trace whoever says so, other traces only from the destination', () => {
  for (const [type, code, family] of [
    [3, 2, 4],
    [3, 3, 4],
    [1, 4, 6],
    [4, 1, 6],
  ] as const) {
    expect(of(error(type, code, ELSEWHERE, family), 'udp')).toBe('reached');
    expect(of(error(type, code, ELSEWHERE, family), 'udp-lite')).toBe('reached');
    expect(of(error(type, code, ELSEWHERE, family), 'tcp')).toBe('unreachable');
    expect(of(error(type, code, TARGET, family), 'icmp')).toBe('reached');
  }
});

test('other errors end it as unreachable', () => {
  for (const [type, code, family] of [
    [3, 0, 4],
    [3, 1, 4],
    [3, 4, 4],
    [3, 13, 4],
    [12, 0, 4],
    [12, 2, 4],
    [1, 0, 6],
    [1, 1, 6],
    [2, 0, 6],
    [2, 4, 6],
    [4, 0, 6],
    [4, 4, 6],
  ] as const) {
    expect(of(error(type, code, TARGET, family), 'udp')).toBe('unreachable');
  }
});

test('Redirect, Source Quench and the Time Exceeded of reassembly end and answer nothing', () => {
  expect(of(error(5, 1, ELSEWHERE), 'udp')).toBe('notice');
  expect(of(error(4, 0, ELSEWHERE), 'udp')).toBe('notice');
  expect(of(error(11, 1, ELSEWHERE), 'udp')).toBe('notice');
  expect(of(error(3, 1, ELSEWHERE, 6), 'udp')).toBe('notice');
});
