import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import { traceFormatNames } from '../format/load.js';
import type { Io } from '../io.js';
import { addOptions, debugOptions, number, originOptions, outputOption } from './arguments.js';
import { networkOptions, paceOptions, probeOptions, targetOptions } from './trace-arguments.js';
import type { WatchCommandOptions } from './watch.js';

/** The command line of `hoplite watch`. */
export function addWatch(program: Command, io: Io, ended: (status: ExitStatus) => void): void {
  const command = program
    .command('watch')
    .summary('trace again and again: a living view of loss and round trips')
    .usage('[options] target...')
    .description(
      'Traces the path to each target again and again, and shows what each hop answers, what the path loses, how long ' +
        'it takes, and when it changes: on a terminal as a living view, else as lines; with --report as a table in the end.',
    )
    .argument('[target...]', 'addresses or host names');
  addOptions(command, 'Rounds', rounds());
  addOptions(command, 'Targets', targetOptions());
  addOptions(command, 'Probes', probeOptions());
  addOptions(command, 'Pace and end of a round', paceOptions().filter(isOfWatch));
  addOptions(command, 'Network', networkOptions('sim:FILE, a virtual network').filter(isOfWatch));
  addOptions(command, 'Output', output());
  command.addHelpText('after', help).action(async (targets: readonly string[], given: WatchCommandOptions) => {
    const { watch } = await import('./watch.js');
    ended(await watch(targets, given, io));
  });
}

/** The rounds are its queries, and a recording of them would have no end. */
function isOfWatch({ long }: Option): boolean {
  return long !== '--queries' && long !== '--record';
}

function rounds(): readonly Option[] {
  return [
    new Option('-c, --count <rounds>', 'end after so many rounds (default: never, of a report 10)').argParser(count),
    new Option('--interval <seconds>', 'from one round to the next').argParser(interval).default(1),
    new Option('-q, --queries <count>', 'probes per hop and round (default: 1)').argParser(
      number('a whole number from 1 to 255'),
    ),
  ];
}

function output(): readonly Option[] {
  return [
    new Option('-r, --report', 'print a table of all rounds in the end, and nothing before'),
    new Option('-n, --numeric', 'addresses in place of names'),
    ...originOptions(),
    new Option('-e, --extensions', 'print MPLS labels in a report; the view has them'),
    new Option(
      '--format <format>',
      'ndjson: every event, a line each; of a report any format of traces (default: mtr)',
    ).choices(traceFormatNames),
    outputOption(),
    ...debugOptions(),
  ];
}

function count(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number of rounds, from 1 on.');
}

function interval(text: string): number {
  const seconds = number('seconds, such as 0.5')(text);
  if (seconds >= 0.01 && seconds <= 1e6) return seconds;
  throw new InvalidArgumentError('Give seconds, from 0.01 to 1000000.');
}

const help = `
Examples:
  hoplite watch www.example
  hoplite watch -I www.example dns.example 192.0.2.1
  hoplite watch --report -c 100 www.example
  hoplite watch --format ndjson www.example | jq 'select(.event == "path")'
  hoplite watch --report -c 30 --format html --output path.html www.example
  hoplite watch --transport sim:samples/internet.json www.content.example

Keys: q quit, p pause, r count anew, m next method, n names, d details, s sort,
o all targets, Tab next target, ? what the columns mean.

"Loss" is what the path loses on its way to a hop and back, at the most: the
least share of probes without an answer ("NoAns") of this hop and all behind it.
A router that answers only so often loses nothing. A report in mtr's format has
what mtr has: the share without an answer, hop by hop.

All rounds keep one flow, so that a change of the path is no load balancer's
choice. A virtual network is watched in real time, and reported at once.

Exit status: 0 all targets were reached, 1 not reached, 2 wrong usage, a name
that does not resolve or unwritable output, 3 not permitted, 4 a file that is
read is unreadable or wrong, 5 the transport failed, 130 interrupted.`;
