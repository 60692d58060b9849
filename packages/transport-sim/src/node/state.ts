import type { Instant } from '@hoplite/engine';
import { NatTable } from './nat-table.js';
import { Reassembly } from './reassembly.js';

/** What a node remembers from packet to packet. */
export interface NodeState {
  /** Makes its choice among next hops another one than its neighbour's. */
  readonly salt: number;
  readonly nat: NatTable;
  readonly reassembly: Reassembly;
  /** The next identification that it gives to a datagram of its own. */
  identification(): number;
  /** Whether one more error may be sent. */
  mayError(at: Instant, limit: { readonly count: number; readonly per: Instant }): boolean;
}

/** `limited: false` makes a node that never tires. */
export function createNodeState(salt: number, limited: boolean): NodeState {
  const sent = new Map<number, number>();
  let identification = salt & 0xffff;
  return {
    salt,
    nat: new NatTable(salt),
    reassembly: new Reassembly(),
    identification: () => {
      identification = (identification + 1) & 0xffff;
      return identification;
    },
    // By windows, because a datagram's whole way is found when it is sent: instants do not come in order.
    mayError: (at, { count, per }) => {
      if (!limited) return true;
      const window = Math.floor(at / per);
      const already = sent.get(window) ?? 0;
      if (sent.size > MOST_WINDOWS) sent.clear();
      sent.set(window, already + 1);
      return already < count;
    },
  };
}

const MOST_WINDOWS = 10_000;
