import { createSimTransport } from '@hoplite/transport-sim';
import { expect, it } from 'vitest';
import { network } from './network.fixture.js';
import { type TracerouteOptions, traceroute } from './traceroute.js';
import { type WatchOptions, watch } from './watch/watch.js';

const T = '10.0.4.2';
const wrongCalls: readonly (readonly [unknown, unknown, string])[] = [
  [undefined, {}, 'TypeError: target is undefined, must be an address, its 4 or 16 bytes, or a host name'],
  [127001, {}, 'TypeError: target is 127001, must be an address, its 4 or 16 bytes, or a host name'],
  [T, null, 'TypeError: options is null, must be an object'],
  [T, 'icmp', 'TypeError: options is "icmp", must be an object'],
  [T, { family: '4' }, 'RangeError: family is "4", must be 4 or 6'],
  [T, { signal: {} }, 'TypeError: signal is an object, must be an AbortSignal'],
  [
    T,
    { transport: 7 },
    'TypeError: transport is 7, must be the name of one or a Transport, which has clock, capabilities',
  ],
];

it.each(wrongCalls)('of the call with %o, %o it says what is wrong', async (target, options, message) => {
  const told = traceroute(target as string, options as TracerouteOptions).result.catch(String);
  expect(await told).toContain(message);
  expect(() => watch(target as string, options as WatchOptions)).toThrow(message.replace(/^\w+: /, ''));
});

it('names what a transport of one’s own lacks', async () => {
  const { clock, capabilities, open, send, sourceFor } = createSimTransport(network);
  const transport = { clock, capabilities, open, send, sourceFor } as unknown as TracerouteOptions['transport'];
  await expect(traceroute(T, { transport } as TracerouteOptions).result).rejects.toThrow(/which has close$/);
});

it('refuses an option of traces that is given to watch itself, which would otherwise go unheard', () => {
  for (const option of ['queries', 'toString']) {
    expect(() => watch(T, { [option]: 2 } as WatchOptions)).toThrow(
      new TypeError(`there is no option ${option}; those of the traces go into trace`),
    );
  }
});

it('refuses one wrong target among several before anything is sent', () => {
  expect(() => watch([T, 5 as unknown as string])).toThrow(/^target is 5/);
});
