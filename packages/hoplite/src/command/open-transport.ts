import { readFile } from 'node:fs/promises';
import type { Transport } from '@hoplite/engine';
import { createSimTransport, parseTopology } from '@hoplite/transport-sim';
import { InputError } from '../input-error.js';
import type { NameService } from '../name-service.js';
import { fileFault } from './file-fault.js';

/** What carries the probes, as `--transport` names it. */
export interface TransportChoice {
  readonly kind: 'sim';
  readonly file: string;
}

/** A transport, and where its targets and hops have their names from. */
export interface Carrier {
  readonly transport: Transport;
  readonly names: NameService;
}

/** Throws `InputError` where the file is not what it must be. */
export async function openTransport({ file }: TransportChoice, seed: number): Promise<Carrier> {
  try {
    const topology = parseTopology(JSON.parse(await readFile(file, 'utf8')));
    if (topology.from === null) throw new InputError(`${file}: names no node from which to trace`);
    const transport = createSimTransport(topology, { seed });
    return { transport, names: transport };
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`${file}: ${fileFault(error)}`);
  }
}
