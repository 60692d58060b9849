import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import type { PacketsOptions } from './command/packets.js';
import type { ReadOptions } from './command/read.js';
import { address, addTrace } from './command/trace-arguments.js';
import type { ExitStatus } from './exit-status.js';
import { traceFormats } from './format/index.js';
import type { Io } from './io.js';
import { packetFormats } from './packets/index.js';
import { printable } from './terminal.js';

/** The command line: what it accepts and says. `ended` hears the exit status of the subcommand that ran. */
export function createProgram(io: Io, ended: (status: ExitStatus) => void): Command {
  const program = new Command('hoplite')
    .description('Traces the path that packets take through an IP network, and reads the traceroutes in a capture.')
    .usage('[command] [options] argument...')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showHelpAfterError("Try 'hoplite --help'.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(lines(text)),
      outputError: (text, write) => write(text.replace(/^error: /, 'hoplite: ')),
    })
    .addHelpText('after', `\nEach command has its own help: hoplite trace --help\n${exitStatus}`);

  addTrace(program, io, ended);
  addRead(program, io, ended);
  addPackets(program, io, ended);
  addDoctor(program, io, ended);
  return program;
}

function addRead(program: Command, io: Io, ended: (status: ExitStatus) => void): void {
  program
    .command('read')
    .summary('print the traceroutes in a capture')
    .description(
      'Prints the traceroutes that a capture holds, whoever made them, as traceroute(8) would have: ' +
        'UDP, ICMP and TCP, over IPv4 and IPv6, in pcap or pcapng, gzipped or not.',
    )
    .argument('<capture>', 'the file to read; - for standard input')
    .option('-n', 'print 192.0.2.1, not 192.0.2.1 (192.0.2.1)')
    .addOption(new Option('--names', 'ask DNS for the names of the addresses').conflicts('n'))
    .option('-e, --extensions', 'print ICMP extensions: MPLS labels, interfaces')
    .option('--back', "print '-N' where a reply's TTL says that it took N hops back, more or fewer than the probe")
    .option('--to <address>', 'only traces to this address', address)
    .option('--from <address>', 'only traces from this address', address)
    .addOption(new Option('--protocol <protocol>', 'only traces by this protocol').choices(['udp', 'icmp', 'tcp']))
    .addOption(formatOption(traceFormats))
    .option('--output <file>', 'write to a file instead of standard output')
    .showHelpAfterError("Try 'hoplite read --help'.")
    .addHelpText('after', readExamples)
    .action(async (capture: string, options: Omit<ReadOptions, 'numeric'> & { readonly n?: boolean }) => {
      const { read } = await import('./command/read.js');
      ended(await read(capture, { ...options, numeric: options.n === true }, io));
    });
}

function addPackets(program: Command, io: Io, ended: (status: ExitStatus) => void): void {
  program
    .command('packets')
    .summary('print every packet of a capture, decoded')
    .description(
      'Prints a line for every packet of a capture: what was decoded, layer by layer, what an ICMP error ' +
        'quotes in brackets, its extensions, and what was wrong and where. --format ndjson has every field.',
    )
    .argument('<capture>', 'the file to read; - for standard input')
    .addOption(formatOption(packetFormats))
    .option('--output <file>', 'write to a file instead of standard output')
    .showHelpAfterError("Try 'hoplite packets --help'.")
    .addHelpText('after', packetsExamples)
    .action(async (capture: string, options: PacketsOptions) => {
      const { packets } = await import('./command/packets.js');
      ended(await packets(capture, options, io));
    });
}

function addDoctor(program: Command, io: Io, ended: (status: ExitStatus) => void): void {
  program
    .command('doctor')
    .summary('say by which transports, methods and families this process may trace')
    .description(
      'Tries each live transport with each method and family on the loopback addresses, and says what works, ' +
        'what does not, why, and what can be done about it.',
    )
    .showHelpAfterError("Try 'hoplite doctor --help'.")
    .addHelpText('after', '\nExit status: 0 where something works, 3 where nothing does.')
    .action(async () => {
      const { doctor } = await import('./command/doctor.js');
      ended(await doctor(io));
    });
}

function formatOption(formats: Readonly<Record<string, unknown>>): Option {
  return new Option('--format <format>', 'how to print').choices(Object.keys(formats)).default('text');
}

/** The arguments of a mistaken command line are repeated in its error message. */
function lines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}

function version(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return version;
}

const readExamples = `
Examples:
  hoplite read trace.pcapng            every traceroute in the file
  hoplite read -n -e trace.pcap        addresses alone, with MPLS labels
  hoplite read --to 192.0.2.1 --protocol tcp trace.pcap.gz
  hoplite read --format json trace.pcap | jq '.[].outcome'
  hoplite read --format ndjson trace.pcap | jq .result.outcome
  tcpdump -U -w - | hoplite read -     each trace when it is complete

A traceroute is found by its probes, of two TTLs at least, and an ICMP error
that answers one: capture both. Where none is found, text is empty, json is [],
and the exit status is 0. A trace is complete when the capture ends, or with the
first packet that comes 30 seconds after the last of the trace.

In text "hops max" is the largest TTL sent, and the length that of the first
probe. json is an array of results, ndjson has one line per trace; the schemas
are in the folder schema of the package hoplite.

Exit status: 0 the whole capture was read, 2 wrong usage or unwritable output,
4 the capture is unreadable or cut, 130 interrupted.`;

const packetsExamples = `
Examples:
  hoplite packets trace.pcapng
  hoplite packets --format ndjson trace.pcap | jq 'select(.icmp.type == 11)'
  tcpdump -U -w - icmp | hoplite packets -

A line has the packet's number, its time in UTC, the link layers, its length on
the wire; then addresses and fields of IP, of what it carries, [the quoted
datagram], <the extensions>, and after !! what was wrong.

Exit status: 0 the whole capture was read, 2 wrong usage or unwritable output,
4 the capture is unreadable or cut, 130 interrupted.`;

const exitStatus = `
Exit status: 0 done, 1 a target was not reached, 2 wrong usage, 3 not permitted,
4 a file that is read is unreadable or wrong, 5 the transport failed, 130
interrupted.`;
