import { CommanderError } from 'commander';
import { ExitStatus } from './exit-status.js';
import type { Io } from './io.js';
import { createProgram } from './program.js';
import { printable } from './terminal.js';
import { UsageError } from './usage-error.js';

/** Runs the command with the arguments after its name; returns its exit status. */
export async function run(argv: readonly string[], io: Io): Promise<ExitStatus> {
  let status: ExitStatus = ExitStatus.ok;
  const program = createProgram(io, (ended) => {
    status = ended;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return status;
  } catch (error) {
    // Commander has said by now what was wrong, or printed the help or version that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitStatus.ok : ExitStatus.usage;
    if (error instanceof UsageError || isSystemError(error)) {
      io.stderr.write(`hoplite: ${printable(error.message)}\n`);
      return ExitStatus.usage;
    }
    throw error;
  }
}

/** The output file cannot be written: faults of the capture are told where it is read. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
