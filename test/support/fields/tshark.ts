import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether tshark and mergecap are there; says so loudly where they are not. */
export function hasTshark(): boolean {
  const found = ['tshark', 'mergecap'].every((tool) => spawnSync(tool, ['--version']).status === 0);
  if (!found) console.warn('SKIPPED: the comparison of packets with what tshark reads, for want of tshark or mergecap');
  return found;
}

/** What tshark reads of the packets of all captures, one after the other: a row a packet, its cells by column. */
export function tsharkCells(
  paths: readonly string[],
  columns: readonly string[],
): readonly Readonly<Record<string, string>>[] {
  // One file and one tshark: starting it takes longer than reading all packets.
  const folder = mkdtempSync(join(tmpdir(), 'hoplite-'));
  try {
    const merged = join(folder, 'merged.pcapng');
    run('mergecap', ['-a', '-F', 'pcapng', '-w', merged, ...paths]);
    const options = [...preferences.flatMap((preference) => ['-o', preference]), '-T', 'fields', '-E', 'occurrence=a'];
    const printed = run('tshark', ['-n', '-r', merged, ...options, ...columns.flatMap((column) => ['-e', column])]);
    const lines = printed.replace(/\n$/, '').split('\n');
    return lines.map((line) => Object.fromEntries(line.split('\t').map((value, index) => [columns[index], value])));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(tool: string, args: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(tool, args, { encoding: 'utf8', maxBuffer: LARGE });
  if (status !== 0) throw new Error(`${tool}: ${stderr}`);
  return stdout;
}

const LARGE = 2 ** 26;

/** Each packet by itself, and every checksum verified. */
const preferences = [
  'ip.defragment:FALSE',
  'ipv6.defragment:FALSE',
  'tcp.desegment_tcp_streams:FALSE',
  'tcp.relative_sequence_numbers:FALSE',
  'tcp.analyze_sequence_numbers:FALSE',
  'ip.check_checksum:TRUE',
  'udp.check_checksum:TRUE',
  'tcp.check_checksum:TRUE',
];
