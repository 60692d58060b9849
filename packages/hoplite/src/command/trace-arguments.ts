import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import { traceFormatNames } from '../format/load.js';
import type { Io } from '../io.js';
import { LIVE_CHOICES } from '../live/ways.js';
import {
  addOptions,
  address,
  debugOptions,
  file,
  formatOption,
  number,
  originOptions,
  outputOption,
  whole,
} from './arguments.js';
import type { TransportChoice } from './open-transport.js';
import type { TraceCommandOptions } from './trace.js';
import type { Waits } from './trace-flags.js';

/** The command line of `hoplite trace`, which is also that of `hoplite` without a command. */
export function addTrace(program: Command, io: Io, ended: (status: ExitStatus) => void): void {
  const command = program
    .command('trace', { isDefault: true })
    .summary('trace the path to targets; also without its name')
    .usage('[options] target...')
    .description('Traces the path to each target, an address or a host name, and prints it as traceroute(8) does.')
    .argument('[target...]', 'addresses or host names');
  addOptions(command, 'Targets', targetOptions());
  addOptions(command, 'Probes', probeOptions());
  addOptions(command, 'Pace and end', paceOptions());
  addOptions(command, 'Network', networkOptions('sim:FILE, a virtual network; pcap:FILE, a capture'));
  addOptions(command, 'Output', output());
  command.addHelpText('after', help).action(async (targets: readonly string[], given: TraceCommandOptions) => {
    const { trace } = await import('./trace.js');
    const commands = program.commands.map((each) => each.name());
    ended(await trace(targets, { ...given, commands }, io));
  });
}

export function targetOptions(): readonly Option[] {
  return [
    new Option('--targets <file>', 'further targets, one a line; - for standard input').argParser(file),
    new Option('-4, --ipv4', 'IPv4 only').conflicts('ipv6'),
    new Option('-6, --ipv6', 'IPv6 only'),
  ];
}

export function probeOptions(): readonly Option[] {
  return [
    new Option('-I, --icmp', 'probe by ICMP echo requests').conflicts(['tcp', 'udp', 'method']),
    new Option('-T, --tcp', 'probe by TCP SYNs, to port 80 or -p').conflicts(['udp', 'method']),
    new Option('-U, --udp', 'probe by UDP to port 53 or -p, each probe a flow of its own').conflicts('method'),
    new Option('--method <name>', 'how probes are built (default: udp, to port 33434)').choices(methods),
    new Option('-p, --port <port>', 'the destination port, or the first one').argParser(number(PORT)),
    new Option('--sport <port>', 'the source port, or the first one').argParser(number(PORT)),
    new Option('-s, --source <address>', 'the source address').argParser(address),
    new Option('-t, --tos <tos>', 'the type of service or traffic class').argParser(
      number('a whole number from 0 to 255'),
    ),
    new Option('-l, --flowlabel <label>', 'the flow label of IPv6').argParser(
      number('a whole number from 0 to 1048575'),
    ),
    new Option('-F, --dont-fragment', 'forbid routers to fragment probes'),
    new Option('--length <bytes>', 'bytes of a whole probe (default: 68)').argParser(
      number('bytes, as a number alone'),
    ),
  ];
}

export function paceOptions(): readonly Option[] {
  return [
    new Option('-f, --first <ttl>', 'the first TTL (default: 1)').argParser(number(TTL)),
    new Option('-m, --max-hops <ttl>', 'the largest TTL (default: 32)').argParser(number(TTL)),
    new Option('-q, --queries <count>', 'probes per hop (default: 3)').argParser(
      number('a whole number from 1 to 255'),
    ),
    new Option('-N, --sim-queries <count>', 'probes in flight (default: 16)').argParser(
      number('a whole number from 1 on'),
    ),
    new Option(
      '-w, --wait <max[,here,near]>',
      'seconds to wait for an answer, at most <max>, <here> times the round trip of the same hop, ' +
        '<near> times that of a later one (default: 3,3,10)',
    ).argParser(waits),
    new Option('-z, --sendwait <time>', 'seconds between probes; a number over 10 is milliseconds').argParser(sendwait),
    new Option('--timeout <ms>', 'milliseconds for the whole trace (default: none)').argParser(
      number('milliseconds, as a number alone'),
    ),
    new Option('--gap <hops>', 'end after so many silent hops in a row (default: never)').argParser(
      number('a whole number of hops'),
    ),
  ];
}

/** `others` says what a transport may be beside the live network. */
export function networkOptions(others: string): readonly Option[] {
  return [
    new Option('--transport <transport>', `auto, linux or raw: the live network; ${others} (default: auto)`).argParser(
      transport,
    ),
    new Option('-i, --interface <interface>', 'the interface to send and receive by'),
    new Option('--record <file>', 'write what is sent and received to a pcapng capture').argParser(recording),
    new Option('--seed <number>', 'repeats the same random choices').argParser(whole),
  ];
}

function output(): readonly Option[] {
  return [
    new Option('-n, --numeric', 'print no names of addresses'),
    ...originOptions(),
    new Option('-e, --extensions', 'print ICMP extensions: MPLS labels, interfaces'),
    new Option('--back', "print '-N' where a reply came back over N hops, if not as many"),
    formatOption(traceFormatNames),
    outputOption(),
    ...debugOptions(),
  ];
}

const TTL = 'a TTL, from 1 to 255';
const PORT = 'a port, from 1 to 65535';
const methods = ['udp', 'udp-classic', 'udp-dublin', 'icmp', 'tcp'];

/** As traceroute(8): what is not given of the factors is 0, which is none. */
function waits(text: string): Waits {
  const wanted = 'seconds, and up to two factors: one to three numbers, such as 2.5 or 3,3,10';
  const given = text.split(/[,/]/).map(number(wanted));
  if (given.length > 3) throw new InvalidArgumentError(`Give ${wanted}.`);
  const [max = 0, waitHere = 0, waitNear = 0] = given;
  return { wait: max * 1000, waitHere, waitNear };
}

function sendwait(text: string): number {
  const given = number('seconds, or milliseconds if over 10, as a number alone')(text);
  return given > 10 ? given : given * 1000;
}

function recording(name: string): string {
  if (name === '-') throw new InvalidArgumentError('Give the name of a file: standard output has the traces.');
  return file(name);
}

function transport(text: string): TransportChoice {
  const [, kind, file] = /^(sim|pcap):(.+)$/s.exec(text) ?? [];
  if ((kind === 'sim' || kind === 'pcap') && file !== undefined) return { kind, file };
  const live = LIVE_CHOICES.find((choice) => choice === text);
  if (live !== undefined) return { kind: live };
  throw new InvalidArgumentError(`Give ${LIVE_CHOICES.join(', ')}, sim:FILE or pcap:FILE.`);
}

const help = `
Examples:
  hoplite 192.0.2.1
  hoplite -I -n -q 1 www.example www2.example
  hoplite --format json 192.0.2.1 | jq .outcome
  hoplite --format ndjson --targets hosts.txt
  hoplite -n --record run.pcapng 192.0.2.1
  hoplite --transport sim:network.json 192.0.2.1
  hoplite -n --transport pcap:run.pcapng  the same run again, to the byte
  hoplite --transport pcap:other.pcap -q 2 192.0.2.1

Options have the letters, meanings and units of traceroute(8). Several targets
are traced side by side: text comes in their order, ndjson as it happens, and
json is then an array. A target named like a command: hoplite trace read. One
of the own link alone: fe80::1%eth0, or with -i.

Without --transport the probes go to the live network, by the best that this
process may use; hoplite doctor says what that is, and what keeps it from more.

A recording is run again as it was: to its targets where none is named, with the
options that are given changed. Fewer hops can be asked for, but no probes that
it does not hold, as other queries or fewer targets make them. Of another
capture each probe gets the answer that the same TTL and attempt got there. The
addresses in a capture are told to no name server.

Formats: text as traceroute(8) prints; json and ndjson, all that was learned;
csv, a row a probe; mtr, mtr-json, scamper and atlas, as those print; dot, svg
and html, pictures. Names of addresses are in all but atlas, unless -n is given.
The schemas of those in JSON are in the folder schema of the package hoplite.

Exit status: 0 all targets were reached, 1 not reached, 2 wrong usage, a name
that does not resolve or unwritable output, 3 not permitted, 4 a file that is
read is unreadable or wrong, 5 the transport failed, 130 interrupted
(143 by SIGTERM).`;
