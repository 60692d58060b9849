import type { Command } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import type { Io } from '../io.js';

/** The command line of `hoplite doctor`. */
export function addDoctor(program: Command, io: Io, ended: (status: ExitStatus) => void): void {
  program
    .command('doctor')
    .summary('say by which transports, methods and families this process may trace')
    .description(
      'Tries each live transport with each method and family on the loopback addresses, and says what works, ' +
        'what does not, why, and what can be done about it.',
    )
    .addHelpText('after', '\nExit status: 0 where something works, 3 where nothing does.')
    .action(async () => {
      const { doctor } = await import('./doctor.js');
      ended(await doctor(io));
    });
}
