import type { Command } from 'commander';
import type { ExitStatus } from '../exit-status.js';
import type { Io } from '../io.js';
import type { PacketFormatName } from '../packets/index.js';
import { file, formatOption, outputOption } from './arguments.js';
import type { PacketsOptions } from './packets.js';

/** The command line of `hoplite packets`. */
export function addPackets(program: Command, io: Io, ended: (status: ExitStatus) => void): void {
  program
    .command('packets')
    .summary('print every packet of a capture, decoded')
    .description(
      'Prints a line for every packet of a capture: what was decoded, layer by layer, what an ICMP error ' +
        'quotes in brackets, its extensions, and what was wrong and where. --format ndjson has every field.',
    )
    .argument('<capture>', 'the file to read; - for standard input', file)
    .addOption(formatOption(Object.keys(FORMATS)))
    .addOption(outputOption())
    .addHelpText('after', help)
    .action(async (capture: string, options: PacketsOptions) => {
      const { packets } = await import('./packets.js');
      ended(await packets(capture, options, io));
    });
}

/** Named here, so that a trace need not load what prints packets. */
const FORMATS: Readonly<Record<PacketFormatName, true>> = { text: true, ndjson: true };

const help = `
Examples:
  hoplite packets trace.pcapng
  hoplite packets --format ndjson trace.pcap | jq 'select(.icmp.type == 11)'
  tcpdump -U -w - icmp | hoplite packets -

A line has the packet's number, its time in UTC, the link layers, its length on
the wire; then addresses and fields of IP, of what it carries, [the quoted
datagram], <the extensions>, and after !! what was wrong.

Exit status: 0 the whole capture was read, 2 wrong usage or unwritable output,
4 the capture is unreadable or cut, 130 interrupted.`;
