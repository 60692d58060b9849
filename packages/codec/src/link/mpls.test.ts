import { expect, test } from 'vitest';
import { LinkType } from './frame.js';
import { IPV4, IPV6, read } from './link.fixture.js';

const ethernet = '020000000002 020000000001';

test('a label stack ends at its bottom, and the version behind it says what it carries', () => {
  expect(read(LinkType.ethernet, `${ethernet} 8847 186a0440 00064b3f ${IPV4}`)).toMatchObject({
    layers: [
      { kind: 'ethernet' },
      {
        kind: 'mpls',
        entries: [
          { label: 100000, trafficClass: 2, bottom: false, ttl: 64 },
          { label: 100, trafficClass: 5, bottom: true, ttl: 63 },
        ],
      },
    ],
    network: 'ipv4',
    payload: IPV4,
  });
  expect(read(LinkType.ethernet, `${ethernet} 8848 0002013f ${IPV6}`)).toMatchObject({
    layers: [{ etherType: 0x8848 }, { entries: [{ label: 32 }] }],
    network: 'ipv6',
  });
});

test('a pseudowire’s control word is no IP', () => {
  expect(read(LinkType.ethernet, `${ethernet} 8847 0001013f 00000000`)).toMatchObject({
    network: 'other',
    payload: '00000000',
  });
});

test('nothing behind the bottom is nothing known', () => {
  expect(read(LinkType.ethernet, `${ethernet} 8847 0001013f`)).toMatchObject({ network: 'other', payload: '' });
});

test('a stack that ends before its bottom is cut short', () => {
  const failure = { layer: 'mpls', reason: 'truncated', offset: 14, needed: 8, available: 6 };
  expect(read(LinkType.ethernet, `${ethernet} 8847 0001003f 0001`)).toEqual(failure);
});

test('a stack deeper than any real one is refused', () => {
  const stack = (depth: number) => `${ethernet} 8847 ${'0001003f'.repeat(depth - 1)} 0001013f 45`;
  expect(read(LinkType.ethernet, stack(32))).toMatchObject({ network: 'ipv4' });
  expect(read(LinkType.ethernet, stack(33))).toMatchObject({ layer: 'mpls', reason: 'too-many', offset: 14 });
});
