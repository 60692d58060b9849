import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { RecordedTrace } from '@hoplite/transport-pcap';
import { closest } from '../closest.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { resolveTarget, TargetError } from '../resolve.js';
import { UsageError } from '../usage-error.js';
import { complain } from './complain.js';
import { fileFault } from './file-fault.js';
import type { Carrier } from './open-transport.js';
import { familyOf, type TraceFlags } from './trace-flags.js';

/** The targets in a file, `-` for standard input: one a line; `#` begins a comment. Throws `InputError`. */
export async function readTargets(file: string, io: Io): Promise<readonly string[]> {
  const lines = (await content(file, io)).split('\n');
  const targets = lines.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '');
  if (targets.length > 0) return targets;
  throw new InputError(`${file === '-' ? 'standard input' : file}: names no target, one a line`);
}

/** What to trace: the targets that are named; of a recording, where none is, what it recorded. */
export async function findTargets(
  names: readonly string[],
  flags: TraceFlags,
  carrier: Carrier,
  io: Io,
): Promise<readonly RecordedTrace[]> {
  if (names.length > 0) return resolveAll(names, flags, carrier, io);
  if (carrier.recorded.length > 0) return carrier.recorded;
  throw new UsageError(NO_TARGET);
}

export const NO_TARGET = 'name a target, such as 192.0.2.1, or a file of them with --targets';

/** The targets that there are; says of the others what is wrong with them. */
async function resolveAll(
  given: readonly string[],
  flags: TraceFlags,
  { transport, names }: Carrier,
  io: Io,
): Promise<readonly RecordedTrace[]> {
  const options = { transport, names, family: familyOf(flags), signal: io.interrupt };
  const found = await Promise.all(
    given.map(async (name): Promise<RecordedTrace | null> => {
      try {
        return { name, target: await resolveTarget(name, options) };
      } catch (error) {
        if (error instanceof TargetError) complain(`${error.message}${hint(name, flags.commands)}`, io);
        else if (!io.interrupt.aborted) throw error;
        return null;
      }
    }),
  );
  return found.filter((each) => each !== null);
}

/** For what traceroute(8) takes and we do not, and for what was likely meant to be no target. */
function hint(target: string, commands: readonly string[] = []): string {
  if (/^\d+$/.test(target)) return ` (the length of a probe: --length ${target})`;
  if (existsSync(target)) return ` (to read the file: hoplite read ${target})`;
  const host = hostIn(target);
  if (host !== null) return ` (${host})`;
  const command = closest(target, commands);
  return command === null ? '' : ` (the command: hoplite ${command})`;
}

/** The host of a URL or of a network, or before a port or an interface, and what of the rest an option says. */
function hostIn(target: string): string | null {
  const part = target.replace(/^\w+:\/\/([^/?#]*).*$/, '$1').replace(/\/\d+$/, '');
  const [, bracketed, plain = bracketed, device, port] = HOST_AND_MORE.exec(part) ?? [];
  if (plain === undefined || plain === target) return null;
  const ofDevice = device === undefined ? '' : `; its interface: -i ${device}`;
  return `the host alone: ${plain}${ofDevice}${port === undefined ? '' : `; its port: -p ${port}`}`;
}

const HOST_AND_MORE = /^(?:\[([\da-f:.]+)\]|([\w-]*\.[\w.-]+|[\da-f:]*::[\da-f:]*))(?:%([\w.-]+))?(?::(\d+))?$/i;

async function content(file: string, io: Io): Promise<string> {
  if (file === '-') return text(io.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file}: ${fileFault(error)}`);
  }
}
