import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { Environment } from './carrier.js';
import { Errno } from './constants.js';
import { Inbox } from './inbox.js';
import { listening } from './listening.fixture.js';
import type { Message, OutgoingMessage } from './message-batch.js';
import { Outlet } from './outlet.js';
import type { Socket } from './socket.js';
import { Stamps } from './stamps.js';

/** An entry of an error queue: an ICMP error, or the stamp with a number. */
function entry(origin: 2 | 4, number = 0): Message {
  const control = new Uint8Array(72);
  const view = new DataView(control.buffer);
  // IP_RECVERR with 24 bytes, then SO_TIMESTAMPNS with 16.
  view.setBigUint64(0, 32n, true);
  view.setInt32(12, 11, true);
  view.setUint8(20, origin);
  view.setUint32(28, number, true);
  view.setBigUint64(32, 32n, true);
  view.setInt32(40, 1, true);
  view.setInt32(44, 35, true);
  view.setBigInt64(56, BigInt(1000 + number), true);
  return { data: new Uint8Array(0), name: new Uint8Array(0), control };
}

const { EHOSTUNREACH } = constants.errno;

const NO_MORE = -Errno.again;

/** An outlet over a system that answers each attempt to send and each look at the error queue by a script. */
function scripted(
  results: readonly number[],
  queue: readonly (readonly Message[] | number)[] = [],
  ownStampNumbers = true,
) {
  const inbox = new Inbox();
  const stamps = new Stamps(inbox);
  const attempts: number[] = [];
  const later = new Set<() => void>();
  const [script, entries] = [[...results], [...queue]];
  const wake = (_: number, call: () => void) => {
    later.add(call);
    return () => later.delete(call);
  };
  const environment = {
    inbox,
    stamps,
    ownStampNumbers,
    clock: { now: () => 5, instantOf: () => 0, wake },
    receiveBatch: { receive: () => entries.shift() ?? -Errno.again },
    sendBatch: {
      send(_: number, messages: readonly OutgoingMessage[]) {
        attempts.push(messages.length);
        return Math.min(script.shift() ?? messages.length, messages.length);
      },
    },
    drain: () => {},
  } as unknown as Environment;
  const socket = { fd: 3, set: () => {} } as unknown as Socket;
  let errors = 0;
  const outlet = new Outlet(environment, socket, () => errors++);
  const leaving = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      id: 1 + i,
      datagram: new Uint8Array(1),
      data: new Uint8Array(1),
      name: new Uint8Array(16),
      control: [],
      actual: null,
      unknown: null,
    }));
  return {
    attempts,
    send: (count: number) => outlet.send(leaving(count)),
    drain: () => outlet.drainErrors(),
    goOn() {
      for (const call of later) {
        later.delete(call);
        call();
      }
    },
    close: () => outlet.close(),
    errors: () => errors,
    heard: () => listening(inbox, [0, Number.MAX_SAFE_INTEGER]),
    waitNoLonger: () => stamps.expire(1e9),
  };
}

describe('an error number of a system call', () => {
  test('is another probe’s answer where the error queue holds one: the probe is sent', () => {
    const { send, errors, heard, waitNoLonger } = scripted([-EHOSTUNREACH, 1], [[entry(2)], NO_MORE]);
    send(1);
    waitNoLonger();
    expect([errors(), heard()]).toEqual([1, ['sent 1 at 5 by process']]);
  });

  test('may be another probe’s many times over', () => {
    const many = Array.from({ length: 40 }, () => -Errno.connRefused);
    const { send, heard, waitNoLonger } = scripted(
      [...many, 1],
      many.flatMap(() => [[entry(2)], NO_MORE]),
    );
    send(1);
    waitNoLonger();
    expect(heard()).toEqual(['sent 1 at 5 by process']);
  });

  test('is not another probe’s for ever, though errors come without end: others have their turn', () => {
    const endless = Array.from({ length: 1000 }, () => -Errno.connRefused);
    const { send, heard, attempts } = scripted(
      endless,
      endless.flatMap(() => [[entry(2)], NO_MORE]),
    );
    send(1);
    expect(heard()).toEqual(['failed 1 at 5 ECONNREFUSED']);
    expect(attempts.length).toBeLessThan(200);
  });

  test('may have waited on the socket alone: the probe is tried once more', () => {
    const { send, heard, waitNoLonger } = scripted([-EHOSTUNREACH, 1]);
    send(1);
    waitNoLonger();
    expect(heard()).toEqual(['sent 1 at 5 by process']);
  });

  test('that comes again with nothing in the error queue is the probe’s own, and no other’s', () => {
    const { send, heard, waitNoLonger } = scripted([1, -EHOSTUNREACH, -EHOSTUNREACH, 1]);
    send(3);
    waitNoLonger();
    expect(heard().toSorted()).toEqual([
      'failed 2 at 5 EHOSTUNREACH',
      'sent 1 at 5 by process',
      'sent 3 at 5 by process',
    ]);
  });

  test('of this host’s own firewall is nobody’s answer, and the probe is not tried again', () => {
    const { send, heard, attempts } = scripted([-Errno.perm]);
    send(1);
    expect(attempts).toEqual([1]);
    expect(heard()).toEqual(['failed 1 at 5 EPERM']);
  });

  test('that says there is no room makes the rest wait, and none fail', () => {
    const { send, goOn, heard, waitNoLonger, attempts } = scripted([1, -Errno.again, 2]);
    send(3);
    expect(attempts).toEqual([3, 1]);
    goOn();
    waitNoLonger();
    expect(heard()).toEqual([1, 2, 3].map((id) => `sent ${id} at 5 by process`));
  });
});

test('a socket that is closed sends nothing more of what there was no room for, which has then failed', () => {
  const { send, close, goOn, heard, waitNoLonger, attempts } = scripted([1, -Errno.again, 2]);
  send(3);
  close();
  goOn();
  waitNoLonger();
  expect(attempts).toEqual([3, 1]);
  expect(heard().toSorted()).toEqual(['failed 2 at 5 ECANCELED', 'failed 3 at 5 ECANCELED', 'sent 1 at 5 by process']);
});

test('many probes go by few system calls', () => {
  const { send, attempts } = scripted([]);
  send(150);
  expect(attempts).toEqual([64, 64, 22]);
});

test('where answers end system calls after their first probe, few are prepared for the next, then more again', () => {
  const { send, attempts } = scripted([1, 1, 1]);
  send(100);
  expect(attempts).toEqual([64, 1, 2, 1, 2, 4, 8, 16, 32, 34]);
});

describe('a stamp is of its probe', () => {
  test('where the system counts, and numbers what its own filter then refuses', () => {
    const queue = [NO_MORE, [entry(4, 0), entry(4, 2)]];
    const { send, drain, heard } = scripted([1, -Errno.perm, 1], queue, false);
    send(3);
    drain();
    expect(heard()).toEqual(['failed 2 at 5 EPERM', 'sent 1 at 1000', 'sent 3 at 1002']);
  });

  test('where the system counts, and numbers nothing that has no way', () => {
    const queue = [NO_MORE, NO_MORE, [entry(4, 0), entry(4, 1)]];
    const { send, drain, heard } = scripted([1, -EHOSTUNREACH, -EHOSTUNREACH, 1], queue, false);
    send(3);
    drain();
    expect(heard()).toEqual(['failed 2 at 5 EHOSTUNREACH', 'sent 1 at 1000', 'sent 3 at 1001']);
  });
});
