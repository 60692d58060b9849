import { createSimTransport } from '@hoplite/transport-sim';
import { describe, expect, it } from 'vitest';
import { ownNames, systemNames } from './name-service.js';
import { network } from './network.fixture.js';

describe('the names of the system', () => {
  it('are those of its hosts file too', async () => {
    const found = await systemNames().lookup('localhost');
    expect(['127.0.0.1', '::1']).toEqual(expect.arrayContaining([...(found ?? ['no answer'])]));
  });

  it('are not waited for when the signal is aborted', async () => {
    const names = systemNames(AbortSignal.abort());
    expect(await names.lookup('localhost')).toBeNull();
    expect(await names.reverse('127.0.0.1')).toBeNull();
  });
});

describe('the names of a transport', () => {
  it('are those that a simulated network brings', async () => {
    const names = ownNames(createSimTransport(network));
    expect(await names?.lookup('gw.example')).toEqual(['10.0.1.2']);
    expect(await names?.reverse('10.0.1.2')).toBe('gw.example');
  });

  it('are none where it brings none', () => {
    const { lookup: _, reverse: __, ...nameless } = { ...createSimTransport(network), lookup: null, reverse: null };
    expect(ownNames(nameless as never)).toBeNull();
  });
});
