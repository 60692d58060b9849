import { METHODS } from '@hoplite/engine';
import { methodLaws } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import { lawsKept } from './laws-kept.js';
import { METHOD_FAULTS } from './method-faults.js';

describe('each law is broken by a method that breaks it alone', () => {
  test('there is such a method for every law', () => {
    expect(Object.keys(METHOD_FAULTS)).toEqual(methodLaws({ method: METHODS.udp }).map(({ name }) => name));
  });

  test.each(Object.entries(METHOD_FAULTS))('%s', async (broken, fixture) => {
    const laws = methodLaws(fixture);
    expect(await lawsKept(laws)).toEqual(laws.map(({ name }) => name).filter((name) => name !== broken));
  });
});
