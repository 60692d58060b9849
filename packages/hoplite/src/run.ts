/**
 * The command as a function, for programs that are a `hoplite` of their own.
 *
 * @module hoplite/run
 */
import { CommanderError } from 'commander';
import { systemReason } from './command/file-fault.js';
import { ExitStatus } from './exit-status.js';
import { InputError } from './input-error.js';
import type { Io } from './io.js';
import { NoTransportError } from './live/open-live.js';
import { createProgram } from './program.js';
import { printable } from './terminal.js';
import { UsageError } from './usage-error.js';

export { ExitStatus } from './exit-status.js';
export type { Io } from './io.js';

/**
 * Runs the command with the arguments after its name, in this process: what `hoplite` in a shell does. Resolves with its exit
 * status when all is printed. Rejects for a fault of ours alone: everything else is said on `stderr`.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitStatus> {
  let status: ExitStatus = ExitStatus.ok;
  const program = createProgram(io, (ended) => {
    status = ended;
  });
  try {
    if (argv.length === 0) program.help({ error: true });
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    // Commander has said by now what was wrong, or printed the help or version that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.ok : ExitStatus.usage;
    const status = statusOf(error);
    if (status === null) throw error;
    io.stderr.write(`hoplite: ${printable(inWords(error as Error))}\n`);
    return status;
  }
}

/** Of an error that is the user's to mend; null of a fault of ours. */
function statusOf(error: unknown): ExitStatus | null {
  if (error instanceof InputError) return ExitStatus.badInput;
  if (error instanceof NoTransportError) return ExitStatus.notPermitted;
  if (error instanceof UsageError) return ExitStatus.usage;
  // The output file cannot be written: faults of what is read are told where it is read.
  return error instanceof Error && ('syscall' in error || isOfRecording(error)) ? ExitStatus.usage : null;
}

/** Of its last bytes, which are written when the transport is closed: of those before them the traces tell. */
function isOfRecording(error: NodeJS.ErrnoException): boolean {
  return error.code === 'RECORDING';
}

function inWords({ message, syscall, path, code }: NodeJS.ErrnoException): string {
  if (syscall === undefined) return message;
  const reason = code === 'EISDIR' ? 'is a directory' : systemReason(message);
  return `cannot write${path === undefined ? '' : ` ${path}`}: ${reason}`;
}
