import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Address } from '@hoplite/codec';

/** A file of `networks/`, without `.sh`. */
export type NetworkKind = 'branching' | 'chain' | 'diamonds' | 'refusals' | 'limits';

/** A network of kernel routers, alone with this run. It is gone when it is closed, and when this process is. */
export interface Network extends AsyncDisposable {
  /** What a trace may aim at, by name; of IPv6 the names end in 6. */
  readonly targets: ReadonlyMap<string, Address>;
  /** The node and interface that have an address, `r3a to-r4`; null for one that nobody has. */
  placeOf(address: Address): string | null;
  /** The network namespace of a node, as `ip netns exec` wants it. */
  namespace(node: string): string;
}

export async function openNetwork(kind: NetworkKind): Promise<Network> {
  const holder = spawn(fileURLToPath(new URL('network.sh', import.meta.url)), [kind], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { name, places, targets } = await readFacts(holder, kind);
  return {
    targets,
    placeOf: (address) => places.get(address) ?? null,
    namespace: (node) => `${name}-${node}`,
    async [Symbol.asyncDispose]() {
      const gone = once(holder, 'close');
      holder.stdin?.end();
      await gone;
    },
  };
}

interface Facts {
  readonly name: string;
  readonly places: ReadonlyMap<Address, string>;
  readonly targets: ReadonlyMap<string, Address>;
}

/** Reads what network.sh says: `at NODE INTERFACE ADDRESS`, `to NAME ADDRESS`, and at last `up NAME`. */
async function readFacts({ stdout }: ChildProcess, kind: NetworkKind): Promise<Facts> {
  const places = new Map<Address, string>();
  const targets = new Map<string, Address>();
  if (stdout !== null) {
    for await (const line of createInterface(stdout)) {
      const [word, name = '', ...rest] = line.split(' ');
      if (word === 'up') return { name, places, targets };
      if (word === 'to') targets.set(name, rest[0] ?? '');
      if (word === 'at') places.set(rest[1] ?? '', `${name} ${rest[0]}`);
    }
  }
  throw new Error(`the network ${kind} could not be built`);
}
