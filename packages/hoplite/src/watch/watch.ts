import { type Address, addressFamily, formatAddress } from '@hoplite/codec';
import { resolveOptions, TraceEngine, type TraceOptions } from '@hoplite/engine';
import { observed } from '../diagnostics.js';
import { ownNames, systemNames } from '../name-service.js';
import { resolveTarget } from '../resolve.js';
import { randomSeed, type TracerouteOptions, transportFor } from '../traceroute.js';
import { checkMeans, checkTarget } from '../wrong-call.js';
import type { WatchEvent } from './events.js';
import type { WatchedTarget, WatchTarget } from './target-watch.js';
import { type Ground, MOST_AT_ONCE, Watcher } from './watcher.js';

/** What carries the probes, whence names and chance come, and what ends it: as for one trace. */
export type WatchMeans = Pick<TracerouteOptions, 'transport' | 'interface' | 'family' | 'names' | 'seed' | 'signal'>;

/** How often paths are traced, how often in all, and by what. */
export interface WatchOptions extends WatchMeans {
  /** Milliseconds from the beginning of a round to that of the next, above 0 and at most 1e9. Default 1000. */
  readonly interval?: number;
  /** Rounds of each target, from 1 on. Default without end. */
  readonly rounds?: number;
  /** How many of the last round trips of each hop the statistics show, 0 to 10000. Default 100. */
  readonly history?: number;
  /**
   * Those of the trace that each round is. `queries` is 1 by default. All rounds keep the flow of the first, so that another
   * path is a path that changed and not what a load balancer chose, as far as the transport can tell their probes apart.
   */
  readonly trace?: TraceOptions;
}

/**
 * Targets that are watched. `for await` gives each event once, and leaving the loop ends the watching. Rounds wait for
 * a reader who falls far behind. It throws what kept it from going on: `TargetError` for a target that is no address and no
 * name of one, `RangeError` or `TypeError` for an option, `NoTransportError` where this process may send no probes, and
 * the signal's reason where it was aborted before the first round.
 */
export interface Watch extends AsyncIterable<WatchEvent> {
  /** What is known now, in the order of the targets. */
  snapshot(): readonly WatchedTarget[];
  /** No round begins until `resume`. */
  pause(): void;
  /** Goes on after `pause`. */
  resume(): void;
  /** Counts anew from here; what is known of the paths stays. */
  reset(): void;
  /** Begins anew with other options of traces. Throws `RangeError` or `TypeError` for one that cannot be. */
  change(trace: TraceOptions): void;
  /** Ends it: the rounds that run are aborted, and the last events are `end`. */
  stop(): void;
}

/**
 * Traces the paths to targets again and again, side by side in one engine, and tells of every round, of the figures of
 * each hop, and of paths that change. It keeps counts and bounded lists only, however long it runs.
 */
export function watch(
  targets: string | Uint8Array | readonly (string | Uint8Array)[],
  options: WatchOptions = {},
): Watch {
  const list = Array.isArray(targets) ? targets : [targets];
  list.forEach(checkTarget);
  checkMeans(options);
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(OPTIONS, name))
      throw new TypeError(`there is no option ${name}; those of the traces go into trace`);
  }
  return watching(({ signal }) => prepare(list, options, signal), options);
}

/** All that there are, so that the compiler misses one that is new. */
const OPTIONS: Readonly<Record<keyof WatchOptions, true>> = {
  interval: true,
  rounds: true,
  history: true,
  trace: true,
  transport: true,
  interface: true,
  family: true,
  names: true,
  seed: true,
  signal: true,
};

/** Where it happens, and what is to be closed in the end. */
export interface Prepared extends Ground {
  close(): Promise<void>;
}

/** Watches on a ground that is prepared as it begins. */
export function watching(
  prepare: (told: { readonly signal: AbortSignal }) => Promise<Prepared>,
  options: Omit<WatchOptions, keyof WatchMeans> & { readonly signal?: AbortSignal },
): Watch {
  const { interval = 1000, rounds = Number.POSITIVE_INFINITY, history = 100, trace = {}, signal } = options;
  checkPace({ interval, rounds, history });
  const aborter = new AbortController();
  const watcher = new Watcher(withQueries(trace), { interval, rounds, history });
  const stop = (): void => {
    aborter.abort(signal?.reason);
    watcher.stop();
  };
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  const ended = run(watcher, () => prepare({ signal: aborter.signal })).finally(() =>
    signal?.removeEventListener('abort', stop),
  );
  return {
    snapshot: () => watcher.targets.map((target) => target.snapshot()),
    pause: () => watcher.pause(true),
    resume: () => watcher.pause(false),
    reset: () => watcher.reset(),
    change: (options) => watcher.change(checked(withQueries(options), watcher)),
    stop,
    async *[Symbol.asyncIterator]() {
      try {
        for (let event = await watcher.events.shift(); event !== null; event = await watcher.events.shift()) {
          watcher.wake();
          yield event;
        }
      } finally {
        stop();
        await ended;
      }
    },
  };
}

/** One probe a hop and round: the rounds are its queries. */
function withQueries(trace: TraceOptions): TraceOptions {
  return { queries: 1, ...trace };
}

function checked(options: TraceOptions, { targets }: Watcher): TraceOptions {
  for (const { target } of targets) resolveOptions(addressFamily(target.address) === 4 ? 4 : 6, options);
  return options;
}

function checkPace({
  interval,
  rounds,
  history,
}: Required<Pick<WatchOptions, 'interval' | 'rounds' | 'history'>>): void {
  if (!(interval > 0 && interval <= 1e9)) throw new RangeError(`interval is ${interval}, must be above 0, at most 1e9`);
  if (rounds !== Number.POSITIVE_INFINITY && !(Number.isInteger(rounds) && rounds > 0))
    throw new RangeError(`rounds is ${rounds}, must be a whole number from 1 on`);
  if (!(Number.isInteger(history) && history >= 0 && history <= 10_000))
    throw new RangeError(`history is ${history}, must be a whole number from 0 to 10000`);
}

/** Never rejects: what goes wrong is thrown to the reader of the events. */
async function run(watcher: Watcher, prepare: () => Promise<Prepared>): Promise<void> {
  try {
    const ground = await prepare();
    try {
      await watcher.run(ground);
    } finally {
      await ground.close();
    }
    watcher.events.close();
  } catch (error) {
    watcher.events.close(error);
  }
}

async function prepare(
  targets: readonly (string | Uint8Array)[],
  options: WatchOptions,
  signal: AbortSignal,
): Promise<Prepared> {
  const { trace = {}, family, names, seed } = options;
  const transport = await transportFor({ ...trace, ...options });
  try {
    const resolution = { transport, family, signal, names: names ?? ownNames(transport) ?? systemNames(signal) };
    const found = await Promise.all(
      targets.map(async (target): Promise<WatchTarget> => {
        const address = typeof target === 'string' ? await resolveTarget(target, resolution) : addressIn(target);
        return { name: typeof target === 'string' ? target : address, address };
      }),
    );
    signal.throwIfAborted();
    const engine = new TraceEngine(observed(transport), { ...budgetOf(trace), seed: seed ?? randomSeed() });
    return { engine, clock: transport.clock, targets: found, close: () => engine.close() };
  } catch (error) {
    await transport.close();
    throw error;
  }
}

function addressIn(bytes: Uint8Array): Address {
  if (bytes.length === 4 || bytes.length === 16) return formatAddress(bytes);
  throw new RangeError(`target is ${bytes.length} bytes, must be the 4 or 16 bytes of an address`);
}

/** To each destination as many probes in flight as its rounds may have at once. */
export function budgetOf({ parallel = 16 }: TraceOptions): { readonly perDestination?: number } {
  return Number.isInteger(parallel) && parallel > 0 ? { perDestination: MOST_AT_ONCE * Math.max(16, parallel) } : {};
}
