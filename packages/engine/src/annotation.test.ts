import { expect, test } from 'vitest';
import { annotation } from './annotation.js';

test('the marks of traceroute(8) over IPv4', () => {
  const marks = Array.from({ length: 17 }, (_, code) => annotation(4, 3, code, code === 4 ? 1400 : null));
  const expected = '!N !H !P - !F-1400 !S !N !H !N !X !X !N !H !X !V !C !<16>';
  expect(marks.map((mark) => mark ?? '-').join(' ')).toBe(expected);
});

test('the marks of traceroute(8) over IPv6', () => {
  const marks = Array.from({ length: 8 }, (_, code) => annotation(6, 1, code, null));
  expect(marks.map((mark) => mark ?? '-').join(' ')).toBe('!N !X !H !H - !<5> !<6> !<7>');
  expect(annotation(6, 2, 0, 1280)).toBe('!F-1280');
});

test('Time Exceeded has none, any other type its numbers', () => {
  expect(annotation(4, 11, 0, null)).toBeNull();
  expect(annotation(6, 3, 0, null)).toBeNull();
  expect(annotation(4, 12, 0, null)).toBe('!<12-0>');
  expect(annotation(4, 12, 4, null)).toBe('!<12-4>');
  expect(annotation(4, 2, 0, null)).toBe('!<2-0>');
  expect(annotation(4, 1, 1, null)).toBe('!<1-1>');
  expect(annotation(6, 4, 1, null)).toBe('!<4-1>');
});

test('a router older than RFC 1191 tells no MTU', () => {
  expect(annotation(4, 3, 4, 0)).toBe('!F-0');
  expect(annotation(4, 3, 4, null)).toBe('!F-0');
  expect(annotation(6, 2, 0, null)).toBe('!F-0');
});
