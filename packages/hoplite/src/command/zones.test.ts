import { describe, expect, it } from 'vitest';
import { hoplite } from '../command.fixture.js';
import { UsageError } from '../usage-error.js';
import { readZones } from './zones.js';

describe('a target with a zone', () => {
  it('is the address before it, by the interface that it names', () => {
    expect(readZones(['fe80::1%eth0', '192.0.2.1'], undefined)).toEqual({
      names: ['fe80::1', '192.0.2.1'],
      device: 'eth0',
    });
    expect(readZones(['FE80::1%eth0.7', 'fe80::2%eth0.7'], 'eth0.7').device).toBe('eth0.7');
  });

  it('is refused where another target or -i names another interface', () => {
    expect(() => readZones(['fe80::1%eth0', 'fe80::1%eth1'], undefined)).toThrow(UsageError);
    expect(() => readZones(['fe80::1%eth0'], 'eth1')).toThrow('one interface at a time, not eth1 and eth0');
  });

  it('is none where the address is not of one link alone: names and other addresses stay as they are', () => {
    const names = ['2001:db8::1%eth0', 'fe80.example', 'fe80::1'];
    expect(readZones(names, undefined)).toEqual({ names, device: undefined });
  });
});

describe.each(['trace', 'watch'])('wrong usage of %s before anything is sent or printed', (command) => {
  it.each([
    [
      'an address of one link alone without its interface',
      ['fe80::1'],
      /^hoplite: fe80::1 is an address of one link alone/,
    ],
    ['an interface that there is not', ['-i', 'no-such0', '192.0.2.1'], /no-such0/],
    [
      'a source address of nobody here',
      ['-s', '192.0.2.77', '127.0.0.1'],
      /^hoplite: -s 192.0.2.77 is no address of this/,
    ],
  ])('is %s', async (_, argv, said) => {
    const { status, stdout, stderr } = await hoplite([command, '-n', '--transport', 'linux', ...argv]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(said);
  });
});
