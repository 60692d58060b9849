import { formatLaws } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { FORMAT_FAULTS } from './format-faults.js';
import { lawsKept } from './laws-kept.js';

describe('each law is broken by a format that breaks it alone', () => {
  test('there is such a format for every law', () => {
    const all = formatLaws({ begin: () => ({ trace: () => '', end: () => '' }), read: () => {} });
    expect(Object.keys(FORMAT_FAULTS)).toEqual(all.map(({ name }) => name));
  });

  test.each(Object.entries(FORMAT_FAULTS))('%s', async (broken, fixture) => {
    const laws = formatLaws(fixture);
    expect(await lawsKept(laws)).toEqual(laws.map(({ name }) => name).filter((name) => name !== broken));
  });
});

describe('who reads a document', () => {
  test('may take its time, and says by rejecting that it is none', async () => {
    const read = async (text: string) => JSON.parse(text);
    const begin = () => ({ trace: () => '', end: () => '' });
    const outcomes = await Promise.allSettled(formatLaws({ begin, read }).map(({ check }) => check()));
    expect(outcomes.map(({ status }) => status).filter((status) => status === 'rejected')).toHaveLength(2);
  });
});
