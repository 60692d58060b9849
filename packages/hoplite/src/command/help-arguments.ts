import type { Command } from 'commander';
import { closest } from '../closest.js';

/** `hoplite help`, of the program or of one of its commands. */
export function addHelp(program: Command): void {
  program
    .command('help')
    .summary('print the help of a command')
    .description('Prints the help of a command, or of the program.')
    .argument('[command]', 'the command')
    .action((name: string | undefined) => {
      const command = name === undefined ? program : program.commands.find((each) => each.name() === name);
      if (command !== undefined) return command.help();
      const meant = closest(
        name ?? '',
        program.commands.map((each) => each.name()),
      );
      program.error(`error: unknown command '${name}'${meant === null ? '' : `\n(Did you mean ${meant}?)`}`);
    });
}
