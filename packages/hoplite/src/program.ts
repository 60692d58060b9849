import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { addCompletion } from './command/completion-arguments.js';
import { addDoctor } from './command/doctor-arguments.js';
import { addHelp } from './command/help-arguments.js';
import { addPackets } from './command/packets-arguments.js';
import { addRead } from './command/read-arguments.js';
import { addTrace } from './command/trace-arguments.js';
import { addWatch } from './command/watch-arguments.js';
import type { ExitStatus } from './exit-status.js';
import type { Io } from './io.js';
import { printable } from './terminal.js';

/** The command line: what it accepts and says. `ended` hears the exit status of the subcommand that ran. */
export function createProgram(io: Io, ended: (status: ExitStatus) => void): Command {
  const program = new Command('hoplite')
    .description('Traces the path that packets take through an IP network, and reads the traceroutes in a capture.')
    .usage('[command] [options] argument...')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    .showHelpAfterError("Try 'hoplite --help'.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(lines(text)),
      outputError: (text, write) => write(text.replace(/^error: /, 'hoplite: ')),
    })
    .addHelpText('after', help);

  addTrace(program, io, ended);
  addWatch(program, io, ended);
  addRead(program, io, ended);
  addPackets(program, io, ended);
  addDoctor(program, io, ended);
  addCompletion(program, io);
  addHelp(program);
  for (const command of program.commands) command.showHelpAfterError(`Try 'hoplite ${command.name()} --help'.`);
  return program;
}

/** The arguments of a mistaken command line are repeated in its error message. */
function lines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return version;
}

const help = `
Examples:
  hoplite www.example                  the path there, as traceroute prints it
  hoplite -T -p 443 -n www.example     the way of a TCP connection, no names
  hoplite read trace.pcapng            the traceroutes that a capture holds
  hoplite doctor                       what this process may send
  hoplite trace --help                 each command has its own help

Exit status: 0 done, 1 a target was not reached, 2 wrong usage, 3 not permitted,
4 a file that is read is unreadable or wrong, 5 the transport failed, 130
interrupted.`;
