import type { AddressFamily } from '@hoplite/codec';
import type { Transport } from '@hoplite/engine';
import { checkNeeds } from '../wrong-call.js';
import {
  type Ailment,
  ailment,
  LIVE_CHOICES,
  type LiveChoice,
  type Protocol,
  WAYS,
  type Way,
  type WayOptions,
} from './ways.js';

/** What the traces will ask of it. */
export interface LiveNeeds extends WayOptions {
  /** Of the probes: that of their method. */
  readonly protocol: Protocol;
  /** The version of IP that it must carry. Default either. */
  readonly family?: AddressFamily | undefined;
}

/** No way to the network that does. The message says in a line what each one wants. */
export class NoTransportError extends Error {
  /** Tells it from other errors, also where it came from another thread or copy of the package. */
  override readonly name = 'NoTransportError';
  /** Always the same: there is one kind of it. */
  readonly code = 'NO_TRANSPORT';
}

/**
 * The first transport that this process may use and that carries what is needed. Rejects with `NoTransportError`, with
 * `RangeError` for a choice, a protocol or an interface that is none, and with `TypeError` where no needs are given.
 */
export async function openLive(choice: LiveChoice, needs: LiveNeeds, ways: readonly Way[] = WAYS): Promise<Transport> {
  if (!LIVE_CHOICES.includes(choice)) {
    throw new RangeError(`transport is "${choice}", must be one of ${LIVE_CHOICES.join(', ')}`);
  }
  checkNeeds(needs);
  const { interface: device } = needs;
  const refusals: (Ailment & Pick<Way, 'title'>)[] = [];
  for (const way of ways.filter(({ transport }) => choice === 'auto' || choice === transport)) {
    try {
      const transport = await way.open(device === undefined ? {} : { interface: device });
      const lack = lackOf(way, transport, needs);
      if (lack === null) return transport;
      await transport.close();
      refusals.push({ title: way.title, ...lack });
    } catch (error) {
      if (error instanceof RangeError || !(error instanceof Error)) throw error;
      refusals.push({ title: way.title, ...ailment(error) });
    }
  }
  const reasons = refusals.map(({ title, reason }) => `${title}: ${reason}`);
  const [first, ...others] = refusals;
  const remedy = others.length === 0 ? first?.remedy : null;
  const advice = remedy ? `to mend it: ${remedy}` : 'hoplite doctor says what to do';
  throw new NoTransportError(`no probe can be sent: ${[...reasons, advice].join('; ')}`);
}

function lackOf({ lacks }: Way, { capabilities }: Transport, { protocol, family }: LiveNeeds): Ailment | null {
  if (!capabilities.protocols.includes(protocol)) {
    return lacks[protocol] ?? { reason: `no ${protocol} here`, remedy: null };
  }
  if (family === undefined || capabilities.families.includes(family)) return null;
  return { reason: `no IPv${family} here`, remedy: null };
}
