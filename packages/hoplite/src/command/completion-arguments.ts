import { Argument, type Command } from 'commander';
import type { Io } from '../io.js';

/** `hoplite completion SHELL`: what a shell must be told to complete the command line, made of the program itself. */
export function addCompletion(program: Command, io: Io): void {
  program
    .command('completion')
    .summary('print what a shell needs to complete commands and options')
    .description('Prints a script by which bash, zsh or fish completes the command line of hoplite.')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', help)
    .action(async (shell: string) => {
      const { completions } = await import('../completion/index.js');
      const { programModel } = await import('../completion/program-model.js');
      io.stdout.write(completions[shell]?.(programModel(program, 'trace')) ?? '');
    });
}

const help = `
Examples:
  eval "$(hoplite completion bash)"                  in ~/.bashrc
  eval "$(hoplite completion zsh)"                   in ~/.zshrc, after compinit
  hoplite completion fish > ~/.config/fish/completions/hoplite.fish

Exit status: 0 done, 2 wrong usage.`;
