import { setImmediate } from 'node:timers';
import { type Listener, type Outgoing, type Transport, VirtualClock } from '@hoplite/engine';
import { udpProbe } from '@hoplite/testing';

/** A transport that says what a test tells it to. */
export interface ScriptedTransport extends Transport {
  readonly clock: VirtualClock;
  readonly asked: readonly Outgoing[];
  /** Says something at an instant, in milliseconds. */
  readonly say: (at: number, what: (listener: Listener) => void) => void;
}

export function scriptedTransport(): ScriptedTransport {
  const clock = new VirtualClock(1_700_000_000_123_456_789n, (task) => void setImmediate(task));
  const asked: Outgoing[] = [];
  let listener: Listener | null = null;
  return {
    name: 'scripted',
    clock,
    timestamps: 'kernel',
    capabilities: { families: [4], protocols: ['udp'], fields: ['sourcePort'], needsPrivilege: true, inFlight: 12 },
    asked,
    say: (at, what) => void clock.arrive(at * 1e6, () => listener !== null && what(listener)),
    async open(opened) {
      listener = opened;
    },
    send: (batch) => void asked.push(...batch),
    async sourceFor(destination) {
      if (destination === '192.0.2.9') return '10.0.0.1';
      throw Object.assign(new Error(`no route to ${destination}`), { code: 'ENETUNREACH' });
    },
    async close() {
      listener = null;
    },
    async [Symbol.asyncDispose]() {
      listener = null;
    },
  };
}

/** All that a listener hears, with the clock's instants. */
export function hearing({ clock }: Transport): { readonly listener: Listener; readonly heard: unknown[] } {
  const heard: unknown[] = [];
  const hear =
    (kind: string) =>
    (...told: readonly unknown[]): void => {
      const given = told.filter((one) => one !== undefined);
      heard.push([clock.now() / 1e6, kind, ...given.map((one) => (one instanceof Uint8Array ? one.slice() : one))]);
    };
  const listener = {
    sent: hear('sent'),
    failed: hear('failed'),
    received: hear('received'),
    noticed: hear('noticed'),
    broken: hear('broken'),
  };
  return { listener, heard };
}

/** Resolves at an instant, in milliseconds. */
export function until({ clock }: Transport, at: number): Promise<void> {
  return new Promise((resolve) => clock.wake(at * 1e6, resolve));
}

export function probe(id: number, ttl = id): Outgoing {
  const route = { source: '10.0.0.1', destination: '192.0.2.9', ttl, identification: id };
  return { id, datagram: udpProbe({ ...route, sourcePort: 50_000, destinationPort: 33_434 }) };
}
