import { type Command, Option } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import { traceFormatNames } from '../format/load.js';
import type { Io } from '../io.js';
import { addOptions, address, file, formatOption, originOptions, outputOption } from './arguments.js';
import type { ReadOptions } from './read.js';

/** The command line of `hoplite read`. */
export function addRead(program: Command, io: Io, ended: (status: ExitStatus) => void): void {
  const command = program
    .command('read')
    .summary('print the traceroutes in a capture')
    .description(
      'Prints the traceroutes that a capture holds, whoever made them, as traceroute(8) would have: ' +
        'UDP, ICMP and TCP, over IPv4 and IPv6, in pcap or pcapng, gzipped or not.',
    )
    .argument('<capture>', 'the file to read; - for standard input', file);
  addOptions(command, 'Traces', [
    new Option('--to <address>', 'only traces to this address').argParser(address),
    new Option('--from <address>', 'only traces from this address').argParser(address),
    new Option('--protocol <protocol>', 'only traces by this protocol').choices(['udp', 'icmp', 'tcp']),
  ]);
  addOptions(command, 'Output', [
    new Option('-n, --numeric', 'print 192.0.2.1, not 192.0.2.1 (192.0.2.1)'),
    new Option('--names', 'ask DNS for the names of the addresses').conflicts('numeric'),
    ...originOptions(),
    new Option('-e, --extensions', 'print ICMP extensions: MPLS labels, interfaces'),
    new Option('--back', "print '-N' where a reply's TTL says that it took N hops back, more or fewer than the probe"),
    formatOption(traceFormatNames),
    outputOption(),
  ]);
  command.addHelpText('after', help).action(async (capture: string, options: ReadOptions) => {
    const { read } = await import('./read.js');
    ended(await read(capture, options, io));
  });
}

const help = `
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

What --record of hoplite trace wrote is read to its end, and its traces are as
they were seen then, with their own options.

In text "hops max" is the largest TTL sent, and the length that of the first
probe, but in such a recording. json is an array of results, ndjson has one line
per trace, csv a row per probe; mtr, mtr-json, scamper and atlas are as those
print, dot, svg and html pictures. The schemas of those in JSON are in the
folder schema of the package hoplite.

Exit status: 0 the whole capture was read, 2 wrong usage or unwritable output,
4 the capture is unreadable or cut, 130 interrupted.`;
