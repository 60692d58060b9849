import type { Address } from '@hoplite/codec';

/** Ports one after the other. */
export interface PortRange {
  readonly first: number;
  readonly count: number;
}

/** What a trace needs of its source port. */
export interface PortNeeds {
  /** The one that was drawn for it. */
  readonly drawn: number;
  /** The last that leaves room for what its method counts up from it. */
  readonly last: number;
  /** From how many ports its probes may leave: this one and those after it. */
  readonly count: number;
  /** The ports that it probes: to this host itself a probe would come to where others leave from, and be their answer. */
  readonly probed: PortRange;
}

/** The ports that traceroutes have always probed because nobody listens there: who leaves from one hears others' probes. */
export const UNSERVED: PortRange = { first: 33_434, count: 101 };

/**
 * The source ports of an engine's traces. A live transport holds a descriptor for each, so that there are no more than some:
 * traces to different destinations have the same one, those to one destination never as long as both run.
 */
export class SourcePorts {
  readonly #pool: number[] = [];
  /** To each destination; of a port by how many traces it is held. */
  readonly #used = new Map<Address, Map<number, number>>();
  #turn = 0;

  /** A port for a trace that is to hold it: the one drawn for it while there are few, then one of those in turn. */
  choose(destination: Address, { drawn, last, count, probed }: PortNeeds): number {
    const used = this.#used.get(destination);
    const suits = (first: number): boolean => {
      if (first > last || [probed, UNSERVED].some((range) => overlap({ first, count }, range))) return false;
      for (let port = first; port < first + count; port++) if (used?.has(port)) return false;
      return true;
    };
    const pooled = this.#pool.length < MOST ? undefined : this.#next(suits);
    const port = pooled ?? nearest(drawn, last, count, suits);
    if (this.#pool.length < MOST) this.#pool.push(port);
    return port;
  }

  /** One more trace has these. */
  hold(destination: Address, { first, count }: PortRange): void {
    const used = this.#used.get(destination) ?? new Map<number, number>();
    this.#used.set(destination, used);
    for (let port = first; port < first + count; port++) used.set(port, (used.get(port) ?? 0) + 1);
  }

  /** A trace that had these has ended. */
  release(destination: Address, { first, count }: PortRange): void {
    const used = this.#used.get(destination);
    for (let port = first; port < first + count; port++) {
      const holders = used?.get(port) ?? 0;
      if (holders > 1) used?.set(port, holders - 1);
      else used?.delete(port);
    }
    if (used?.size === 0) this.#used.delete(destination);
  }

  /** In turn, so that late answers to a trace have long passed when its port comes again. */
  #next(suits: (port: number) => boolean): number | undefined {
    for (let tried = 0; tried < MOST; tried++) {
      const port = this.#pool[this.#turn];
      this.#turn = (this.#turn + 1) % MOST;
      if (port !== undefined && suits(port)) return port;
    }
    return undefined;
  }
}

const MOST = 128;

/** The one that was drawn, or the next that suits of those that anybody may use; the one that was drawn where none does. */
function nearest(drawn: number, last: number, count: number, suits: (port: number) => boolean): number {
  if (suits(drawn)) return drawn;
  const room = last + 1 - UNRESERVED;
  for (let away = count; away < room; away += count) {
    const port = UNRESERVED + ((drawn - UNRESERVED + away) % room);
    if (suits(port)) return port;
  }
  return drawn;
}

const UNRESERVED = 1024;

function overlap(one: PortRange, other: PortRange): boolean {
  return one.first < other.first + other.count && other.first < one.first + one.count;
}
