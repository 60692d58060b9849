import { describe, expect, test } from 'vitest';
import { METHODS } from './methods/index.js';
import type { ProbeMethod } from './methods/method.js';
import { resolveOptions } from './options.js';
import type { Method } from './result.js';
import type { TraceOptions } from './trace-options.js';

test('the defaults are those of POE::Component::Client::Traceroute where it has them', () => {
  expect(resolveOptions(4, {})).toEqual({
    method: METHODS.udp,
    firstTtl: 1,
    maxTtl: 32,
    queries: 3,
    timeout: 0,
    wait: 3000,
    waitHere: 3,
    waitNear: 10,
    gap: 0,
    parallel: 16,
    interval: 0,
    port: 33434,
    portStep: 'probe',
    source: null,
    interface: null,
    sourcePort: null,
    packetLength: 68,
    payload: null,
    tos: 0,
    dontFragment: false,
    flowLabel: 0,
  });
  expect(resolveOptions(4, { method: 'tcp' })).toMatchObject({ port: 80, packetLength: 40 });
  expect(resolveOptions(6, { method: 'tcp', packetLength: 100 }).packetLength).toBe(60);
});

test('an option that is undefined is one that was not given', () => {
  expect(resolveOptions(4, { maxTtl: undefined } as unknown as TraceOptions).maxTtl).toBe(32);
});

describe('a refusal names the option, the value and the range', () => {
  test.each<[TraceOptions, string]>([
    [{ firstTtl: 0 }, 'firstTtl is 0, must be a whole number from 1 to 32'],
    [{ firstTtl: 9, maxTtl: 8 }, 'firstTtl is 9, must be a whole number from 1 to 8'],
    [{ maxTtl: 256 }, 'maxTtl is 256, must be a whole number from 1 to 255'],
    [{ queries: 1.5 }, 'queries is 1.5, must be a whole number from 1 to 255'],
    [{ timeout: -1 }, 'timeout is -1, must be a finite number from 0 on'],
    [{ wait: 0 }, 'wait is 0, must be a finite number above 0'],
    [{ wait: Number.POSITIVE_INFINITY }, 'wait is Infinity, must be a finite number above 0'],
    [{ waitHere: Number.NaN }, 'waitHere is NaN, must be a finite number from 0 on'],
    [{ gap: -1 }, 'gap is -1, must be a whole number from 0 on'],
    [{ parallel: 0 }, 'parallel is 0, must be a whole number from 1 on'],
    [{ port: 0 }, 'port is 0, must be a whole number from 1 to 65535'],
    [{ port: 65535, method: 'udp-classic' }, 'port is 65535, must be a whole number from 1 to 65440'],
    [{ port: 65535, method: 'udp-classic', portStep: 'hop' }, 'port is 65535, must be a whole number from 1 to 65504'],
    [
      { sourcePort: 65535, method: 'udp-classic', portStep: 'hop' },
      'sourcePort is 65535, must be a whole number from 1 to 65533',
    ],
    [{ packetLength: 29 }, 'packetLength is 29, must be a whole number from 30 to 65535'],
    [{ source: '2001:db8::1' }, 'source is "2001:db8::1", must be an IPv4 address'],
    [{ tos: 256 }, 'tos is 256, must be a whole number from 0 to 255'],
    [{ flowLabel: 1 }, 'flowLabel is 1, must be 0 over IPv4, which has none'],
    [{ flowLabel: 0x100000 }, 'flowLabel is 1048576, must be a whole number from 0 to 1048575'],
    [
      { payload: new Uint8Array(50), packetLength: 68 },
      'payload makes a probe of 78 bytes, packetLength leaves room for 68',
    ],
    [{ source: 'nowhere' }, 'source is "nowhere", must be an IPv4 address'],
    [{ dontFragment: 1 } as unknown as TraceOptions, 'dontFragment is 1, must be true or false'],
    [{ portStep: 'ttl' } as unknown as TraceOptions, `portStep is "ttl", must be 'probe' or 'hop'`],
    [{ queries: '1' } as unknown as TraceOptions, 'queries is "1", must be a whole number from 1 to 255'],
    [{ source: 5 } as unknown as TraceOptions, 'source is 5, must be an address as text'],
    [{ payload: 'abc' } as unknown as TraceOptions, 'payload is "abc", must be bytes, as a Uint8Array'],
    [{ payload: null } as unknown as TraceOptions, 'payload is null, must be bytes, as a Uint8Array'],
    [{ sourcePort: 0 }, 'sourcePort is 0, must be a whole number from 1 to 65535'],
  ])('%o', (options, message) => {
    expect(() => resolveOptions(4, options)).toThrow(new RangeError(message));
  });

  test('unknown methods and options too', () => {
    const known = 'one of udp, udp-classic, udp-dublin, icmp, tcp, or a method of your own';
    for (const method of ['sctp', 'toString', null] as unknown as Method[]) {
      const message = `method is ${JSON.stringify(method)}, must be ${known}`;
      expect(() => resolveOptions(4, { method })).toThrow(new RangeError(message));
    }
    for (const option of ['maxttl', 'toString']) {
      const options = { [option]: 3 } as unknown as TraceOptions;
      expect(() => resolveOptions(4, options)).toThrow(new TypeError(`there is no option ${option}`));
    }
  });
});

describe('a method of one’s own', () => {
  const own: ProbeMethod = { ...METHODS.udp, name: 'own', leastLength: () => 100 };

  test('is taken as it is, its probes as short as it builds them where no length is asked for', () => {
    expect(resolveOptions(4, { method: own })).toMatchObject({ method: own, port: 33434, packetLength: 100 });
  });

  test.each<[Partial<Record<keyof ProbeMethod, unknown>>, string]>([
    [{ name: '' }, 'method.name is "", must be a string that is not empty'],
    [{ name: 'tcp' }, 'method.name is "tcp", must be a name that none of our methods has'],
    [{ protocol: 'sctp' }, 'method.protocol is "sctp", must be one of udp, icmp, tcp'],
    [{ build: undefined }, 'method.build is undefined, must be a function'],
    [{ identifiers: [] }, 'method.identifiers is an object, must be a function'],
  ])('with %o in it is refused', (part, message) => {
    const method = { ...own, ...part } as ProbeMethod;
    expect(() => resolveOptions(4, { method })).toThrow(new RangeError(message));
  });
});

test('what udp-dublin adds to the length over IPv6 must fit too', () => {
  expect(() => resolveOptions(6, { method: 'udp-dublin', packetLength: 65535 })).toThrow('packetLength is 65535');
  expect(resolveOptions(6, { method: 'udp-dublin', packetLength: 65503 }).packetLength).toBe(65503);
});

test('what just fits is taken', () => {
  const payload = new Uint8Array(40);
  expect(resolveOptions(4, { payload, packetLength: 68 })).toMatchObject({ payload, packetLength: 68 });
  expect(resolveOptions(4, { payload: new Uint8Array(60) }).packetLength).toBe(88);
  expect(resolveOptions(6, { flowLabel: 0xfffff }).flowLabel).toBe(0xfffff);
  expect(resolveOptions(4, { firstTtl: 255, maxTtl: 255, queries: 255, tos: 255, dontFragment: true })).toMatchObject({
    firstTtl: 255,
    maxTtl: 255,
    queries: 255,
    tos: 255,
    dontFragment: true,
  });
});

test('a source is spelled as addresses are', () => {
  expect(resolveOptions(6, { source: '2001:DB8:0::1' }).source).toBe('2001:db8::1');
  expect(resolveOptions(4, { source: '10.0.0.1' }).source).toBe('10.0.0.1');
});
