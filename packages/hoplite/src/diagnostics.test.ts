import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { decodeDatagram } from '@hoplite/codec';
import type { Listener, TraceEvent } from '@hoplite/engine';
import { createSimTransport } from '@hoplite/transport-sim';
import { expect, onTestFinished, test } from 'vitest';
import { hoplite } from './command.fixture.js';
import { type DatagramMessage, observed } from './diagnostics.js';
import { network, over } from './network.fixture.js';
import { traceroute } from './traceroute.js';

const T = '10.0.4.2';

/** For the first link. */
const TOO_LONG = { packetLength: 2000, dontFragment: true };

/** All that a channel says during the test. */
function heard<T>(channel: string): T[] {
  const messages: T[] = [];
  const listen = (message: unknown) => void messages.push(message as T);
  subscribe(channel, listen);
  onTestFinished(() => void unsubscribe(channel, listen));
  return messages;
}

test('hoplite:trace tells the events that the trace gives', async () => {
  const told = heard<TraceEvent>('hoplite:trace');
  const trace = traceroute(T, { transport: createSimTransport(network), queries: 1 });
  const events = [];
  for await (const event of trace) events.push(event);
  expect(told).toEqual(events);
});

test('hoplite:datagram tells every datagram that was sent and received, at its instant', async () => {
  const told = heard<DatagramMessage>('hoplite:datagram');
  const { hops } = await traceroute(T, { transport: createSimTransport(network), queries: 1, parallel: 1 }).result;
  expect(hops).toHaveLength(4);
  // The second router is silent.
  expect(told.map(({ what }) => what)).toEqual(['sent', 'received', 'sent', 'sent', 'received', 'sent', 'received']);
  const sent = told.filter((message) => message.what === 'sent');
  expect(sent.map(({ datagram }) => ttlOf(datagram))).toEqual([1, 2, 3, 4]);
  const [first, answer] = told;
  if (first?.what !== 'sent' || answer?.what !== 'received') throw new Error('no answer');
  expect(answer.at - first.at).toBe(2e6);
});

test('a probe that could not leave is told with its reason', async () => {
  const told = heard<DatagramMessage>('hoplite:datagram');
  await traceroute(T, { transport: createSimTransport(network), queries: 1, maxTtl: 1, ...TOO_LONG }).result;
  expect(told).toMatchObject([{ what: 'failed', at: 0, error: { code: 'EMSGSIZE' } }]);
});

test('the channel keeps nothing back: when a probe failed its listener hears as before', async () => {
  const told = heard<DatagramMessage>('hoplite:datagram');
  const inner = createSimTransport(network);
  let listener: Listener | undefined;
  inner.open = async (opened) => {
    listener = opened;
  };
  const instants: (number | undefined)[] = [];
  const deaf = { sent() {}, received() {}, noticed() {}, broken() {} };
  await observed(inner).open({ ...deaf, failed: (_id, _error, at) => instants.push(at) });
  const error = { code: 'EIO', message: '' };
  listener?.failed(1, error, 7);
  listener?.failed(2, error);
  expect(instants).toEqual([7, undefined]);
  expect(told).toMatchObject([{ at: 7 }, { at: 0 }]);
});

test('so does the command', async () => {
  const [events, datagrams] = [heard<TraceEvent>('hoplite:trace'), heard<DatagramMessage>('hoplite:datagram')];
  await hoplite(['-q', '1', ...over(), T]);
  expect(events.at(-1)).toMatchObject({ event: 'end', target: T });
  expect(datagrams.length).toBeGreaterThan(4);
});

function ttlOf(datagram: Uint8Array): number | null {
  const decoded = decodeDatagram(datagram);
  return decoded.ok && decoded.value.ip.version === 4 ? decoded.value.ip.ttl : null;
}
