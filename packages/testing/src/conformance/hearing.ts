import { type Address, decodeDatagram, decodeQuote } from '@hoplite/codec';
import type { Listener, Outgoing, Transport } from '@hoplite/engine';
import { udpProbe } from '../craft/probes.js';
import type { TransportFixture } from './transport-fixture.js';

/** Everything that a listener heard, in order. `now` is what the clock said then; what was told without a pause has one `go`. */
export type Heard =
  | {
      readonly kind: 'sent';
      readonly id: number;
      readonly at: number;
      readonly now: number;
      readonly go: number;
      /** The datagram as it left, where that was told. */
      readonly actual: Uint8Array | null;
    }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly code: string;
      /** Null where it was not told. */
      readonly at: number | null;
      readonly now: number;
      readonly go: number;
    }
  | {
      readonly kind: 'received';
      readonly datagram: Uint8Array;
      readonly at: number;
      readonly now: number;
      readonly go: number;
      /** The probe that it was told to answer, null where none was named. */
      readonly named: number | null;
    }
  | { readonly kind: 'noticed'; readonly code: string; readonly now: number }
  | { readonly kind: 'broken'; readonly code: string; readonly now: number }
  | { readonly kind: 'wake'; readonly asked: number; readonly now: number };

/** A transport that is open, and what is heard of it. */
export interface Hearing {
  readonly transport: Transport;
  readonly heard: Heard[];
  readonly source: Address;
  /** Lets so many milliseconds pass on its clock. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** A probe that no other is like, by its destination port: 33434 more than its id. `far` reaches the destination. */
  readonly probe: (id: number, ttl: number | 'far', destination?: Address) => Outgoing;
}

/** Opens a fresh transport for the length of `use`. */
export async function withHearing<T>(fixture: TransportFixture, use: (hearing: Hearing) => Promise<T>): Promise<T> {
  const transport = await fixture.create();
  const heard: Heard[] = [];
  try {
    await transport.open(listenerOf(transport, heard));
    const source = await transport.sourceFor(fixture.destination);
    return await use({
      transport,
      heard,
      source,
      wait: (milliseconds) => passing(transport, milliseconds),
      probe: (id, ttl, destination = fixture.destination) => ({
        id,
        datagram: probeOf(id, ttl === 'far' ? (fixture.farTtl ?? 64) : ttl, source, destination),
      }),
    });
  } finally {
    await transport.close();
  }
}

/** The id of the probe that a received datagram answers; null where it answers none. */
export function answeredId(datagram: Uint8Array): number | null {
  const outer = decodeQuote(datagram).payload;
  const original = outer !== null && 'original' in outer ? outer.original : undefined;
  return original === undefined ? null : probeId(original);
}

/** Whether the bytes are one whole IP datagram. */
export function isWholeDatagram(datagram: Uint8Array): boolean {
  return decodeDatagram(datagram).ok;
}

/** The id of a probe of ours, by its bytes as they left; null for any other datagram. */
export function probeId(datagram: Uint8Array): number | null {
  const { payload } = decodeQuote(datagram);
  return payload?.kind === 'udp' && payload.destinationPort !== undefined ? payload.destinationPort - FIRST_PORT : null;
}

const FIRST_PORT = 33434;

function probeOf(id: number, ttl: number, source: Address, destination: Address): Uint8Array {
  return udpProbe({
    source,
    destination,
    ttl,
    identification: id,
    sourcePort: 50_000,
    destinationPort: FIRST_PORT + id,
  });
}

/** A listener that writes down what it hears. */
export function listenerOf({ clock }: Transport, heard: Heard[]): Listener {
  const go = countGoes();
  const when = () => ({ now: clock.now(), go: go() });
  return {
    sent: (id, at, actual) => void heard.push({ kind: 'sent', id, at, ...when(), actual: actual?.slice() ?? null }),
    failed: (id, { code }, at) => void heard.push({ kind: 'failed', id, code, at: at ?? null, ...when() }),
    // Borrowed: what is kept is a copy.
    received: (datagram, at, _, named) =>
      void heard.push({ kind: 'received', datagram: datagram.slice(), at, ...when(), named: named ?? null }),
    noticed: (code) => void heard.push({ kind: 'noticed', code, now: clock.now() }),
    broken: ({ code }) => void heard.push({ kind: 'broken', code, now: clock.now() }),
  };
}

/** Gives the same number until whoever calls it returns to the event loop. */
function countGoes(): () => number {
  let count = 0;
  let goesOn = false;
  return () => {
    if (goesOn) return count;
    goesOn = true;
    void Promise.resolve().then(() => {
      goesOn = false;
    });
    return ++count;
  };
}

function passing({ clock }: Transport, milliseconds: number): Promise<void> {
  return new Promise((resolve) => clock.wake(clock.now() + milliseconds * 1e6, resolve));
}
