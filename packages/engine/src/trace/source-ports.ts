import type { Address } from '@hoplite/codec';

/**
 * The source ports of an engine's traces. A live transport holds a descriptor for each, so that there are no more than some:
 * traces to different destinations have the same one, those to one destination never as long as both run.
 */
export class SourcePorts {
  readonly #pool: number[] = [];
  /** To each destination; a port as often as traces hold it. */
  readonly #used = new Map<Address, number[]>();
  #turn = 0;

  /** A port for a trace, `last` at the most: the one drawn for it while there are few, then one of those in turn. */
  take(destination: Address, drawn: number, last: number): number {
    const used = this.#used.get(destination) ?? [];
    const port = this.#pool.length < MOST ? drawn : (this.#next(used, last) ?? drawn);
    if (this.#pool.length < MOST) this.#pool.push(port);
    this.hold(destination, port);
    return port;
  }

  /** One more trace has it. */
  hold(destination: Address, port: number): void {
    const used = this.#used.get(destination);
    if (used === undefined) this.#used.set(destination, [port]);
    else used.push(port);
  }

  /** A trace that had it has ended. */
  release(destination: Address, port: number): void {
    const used = this.#used.get(destination) ?? [];
    const at = used.indexOf(port);
    if (at >= 0) used.splice(at, 1);
    if (used.length === 0) this.#used.delete(destination);
  }

  /** In turn, so that late answers to a trace have long passed when its port comes again. */
  #next(used: readonly number[], last: number): number | undefined {
    for (let tried = 0; tried < MOST; tried++) {
      const port = this.#pool[this.#turn];
      this.#turn = (this.#turn + 1) % MOST;
      if (port !== undefined && port <= last && !used.includes(port)) return port;
    }
    return undefined;
  }
}

const MOST = 128;
