import { expect, test } from 'vitest';
import { closest } from './closest.js';

const commands = ['trace', 'read', 'packets', 'watch', 'doctor'];

test.each([
  ['reed', 'read'],
  ['raed', 'read'],
  ['READ', 'read'],
  ['packet', 'packets'],
  ['wathc', 'watch'],
  ['dctor', 'doctor'],
  ['traace', 'trace'],
  ['router', null],
  ['x', null],
  ['', null],
])('of %j the closest command is %s', (word, command) => {
  expect(closest(word, commands)).toBe(command);
});
