import { readFile } from 'node:fs/promises';
import type { EngineOptions, Seed, Transport } from '@hoplite/engine';
import type { RecordedTrace, ReplayTransport } from '@hoplite/transport-pcap';
import { InputError } from '../input-error.js';
import { type LiveNeeds, openLive } from '../live/open-live.js';
import type { LiveChoice } from '../live/ways.js';
import { type NameService, systemNames } from '../name-service.js';
import { randomSeed } from '../traceroute.js';
import { UsageError } from '../usage-error.js';
import { asUsage } from './as-usage.js';
import { fileFault } from './file-fault.js';

/** What carries the probes, as `--transport` names it. */
export type TransportChoice = FileChoice | { readonly kind: LiveChoice };

/** One that is a file. */
export interface FileChoice {
  readonly kind: 'sim' | 'pcap';
  readonly file: string;
}

/** A transport, and what comes with it. */
export interface Carrier {
  readonly transport: Transport;
  /** Where its targets and hops have their names from. */
  readonly names: NameService;
  /** What its engine is told: that of a recording what it was told then. */
  readonly engine: EngineOptions;
  /** The traces that a recording holds. */
  readonly recorded: readonly RecordedTrace[];
  /** Has them ended where they were ended then. */
  readonly onInterruption: ReplayTransport['onInterruption'];
}

/**
 * Loads what it opens and no more: that is much of the time that a short trace takes. Throws `InputError` where the file is not what it must be, `UsageError` for an interface that cannot be chosen,
 * `NoTransportError` where this process may send no probes.
 */
export async function openTransport(
  choice: TransportChoice,
  seed: number | undefined,
  needs: LiveNeeds,
  signal: AbortSignal,
  pace: 'virtual' | 'real' = 'virtual',
): Promise<Carrier> {
  if (!('file' in choice)) return openNetwork(choice.kind, seed, needs, signal);
  if (needs.interface !== undefined)
    throw new UsageError(`-i is no option of ${choice.kind}:, which has no interfaces`);
  const { kind, file } = choice;
  try {
    return kind === 'sim' ? await openSim(file, seed, pace) : await openReplay(file, seed, signal);
  } catch (error) {
    throw new InputError(`${file}: ${fileFault(error)}`);
  }
}

async function openNetwork(
  choice: LiveChoice,
  seed: Seed | undefined,
  needs: LiveNeeds,
  signal: AbortSignal,
): Promise<Carrier> {
  const transport = await asUsage(() => openLive(choice, needs));
  return { transport, names: systemNames(signal), engine: { seed: seed ?? randomSeed() }, ...NOTHING_RECORDED };
}

/** Network and engine share a seed: nobody else is on that network to guess it. */
async function openSim(file: string, seed: number = randomNumber(), pace: 'virtual' | 'real'): Promise<Carrier> {
  const { createSimTransport, parseTopology, TopologyError } = await import('@hoplite/transport-sim');
  const topology = parseTopology(JSON.parse(await readFile(file, 'utf8')));
  if (topology.from === null) throw new TopologyError('from', 'is missing, must be the node to trace from');
  const transport = createSimTransport(topology, { seed, pace });
  return { transport, names: transport, engine: { seed }, ...NOTHING_RECORDED };
}

const NOTHING_RECORDED: Pick<Carrier, 'recorded' | 'onInterruption'> = { recorded: [], onInterruption: () => {} };

/** One that `--seed` takes. */
function randomNumber(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;
}

async function openReplay(file: string, seed: number | undefined, signal: AbortSignal): Promise<Carrier> {
  const { replay } = await import('@hoplite/transport-pcap');
  const transport = await replay(file);
  const { engine, traces = [], timestamps } = transport.recording ?? {};
  const limits = timestamps === undefined || timestamps === 'virtual' ? {} : NO_LIMITS;
  const told = { ...engine, ...limits, seed: seed ?? engine?.seed ?? randomSeed() };
  const onInterruption: Carrier['onInterruption'] = (interrupt) => transport.onInterruption(interrupt);
  return { transport, names: namesIn(transport, signal), engine: told, recorded: traces, onInterruption };
}

/** What was recorded live is asked sooner than it was then: see `ReplayTransport.recording`. */
const NO_LIMITS = { rate: Number.MAX_VALUE, maxInFlight: 1e9, perDestination: 1e9 };

/** A host name is that of a recorded trace before the system is asked; the addresses of a capture are told to nobody. */
function namesIn({ recording }: ReplayTransport, signal: AbortSignal): NameService {
  const system = systemNames(signal);
  return {
    lookup(name) {
      const known = (recording?.traces ?? []).filter((trace) => trace.name === name).map(({ target }) => target);
      return known.length > 0 ? known : system.lookup(name);
    },
    reverse: () => null,
  };
}
