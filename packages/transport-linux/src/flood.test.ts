import { udpProbe } from '@hoplite/testing';
import { describe, expect, test } from 'vitest';
import type { Environment } from './carrier.js';
import { Errno } from './constants.js';
import { Inbox } from './inbox.js';
import { readProbe } from './probe.js';
import { Receiver } from './raw/receiver.js';
import { encodeSocketAddress } from './sockaddr.js';
import { UDP } from './unprivileged/dialect.js';
import { FlowSocket } from './unprivileged/flow-socket.js';

const ADDRESS = '192.0.2.2';

/** More than anything reads in one go. */
const FLOOD = 100_000;

/** A system in whose receive queues a flood waits. */
function flooded(control: Uint8Array = new Uint8Array(0), flooding: 'data' | 'errors' = 'data') {
  const handlers: (() => void)[] = [];
  let left = FLOOD;
  const inbox = new Inbox();
  const datagram = udpProbe({ source: ADDRESS, destination: ADDRESS, ttl: 1, sourcePort: 53, destinationPort: 40_000 });
  const message = { data: datagram, name: encodeSocketAddress(ADDRESS, 53), control };
  const system = {
    socket: () => 3,
    bind: () => 0,
    setsockopt: () => 0,
    getsockopt: () => 0,
    address: () => 0n,
    getsockname(_: number, name: Uint8Array) {
      name.set(encodeSocketAddress(ADDRESS, 40_000));
      return 0;
    },
  };
  const environment = {
    libc: system,
    inbox,
    clock: { now: () => 5 },
    devices: { bound: null },
    poller: { add: (_: number, __: number, handler: () => void) => handlers.push(handler) },
    receiveBatch: {
      receive: (_: number, queue: string) => (queue === flooding && left-- > 0 ? [message] : -Errno.again),
    },
  } as unknown as Environment;
  return { environment, datagram, inbox, read: () => handlers.forEach((handler) => void handler()) };
}

describe('others have their turn though more and more arrives', () => {
  test('at a raw socket', () => {
    const { environment, inbox, read } = flooded();
    new Receiver(environment, 4, 'udp', 1 << 20);
    read();
    expect(inbox.happenings.length).toBeGreaterThan(0);
    expect(inbox.happenings.length).toBeLessThan(FLOOD);
  });

  test('at the socket of a source port', () => {
    const { environment, datagram, inbox, read } = flooded();
    const probe = readProbe(1, datagram);
    if (probe === null) throw new Error('no probe');
    new FlowSocket(environment, UDP, probe);
    read();
    expect(inbox.happenings.length).toBeGreaterThan(0);
    expect(inbox.happenings.length).toBeLessThan(FLOOD);
  });

  test('at the error queue of a socket', () => {
    const { environment, datagram, inbox, read } = flooded(portUnreachableControl(), 'errors');
    const probe = readProbe(1, datagram);
    if (probe === null) throw new Error('no probe');
    new FlowSocket(environment, UDP, probe);
    read();
    expect(inbox.happenings.length).toBeGreaterThan(0);
    expect(inbox.happenings.length).toBeLessThan(FLOOD);
  });
});

/** IP_RECVERR with an ICMP error of type 3, code 3, and who sent it. */
function portUnreachableControl(): Uint8Array {
  const control = new Uint8Array(48);
  const view = new DataView(control.buffer);
  view.setBigUint64(0, 48n, true);
  view.setInt32(12, 11, true);
  control.set([2, 3, 3], 20);
  control.set(encodeSocketAddress(ADDRESS), 32);
  return control;
}
