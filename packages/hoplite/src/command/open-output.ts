import { createWriteStream, statSync } from 'node:fs';
import type { Io } from '../io.js';
import { Output } from '../output.js';
import { UsageError } from '../usage-error.js';

/** Standard output, or the file of `--output`. Throws UsageError rather than write over the file `input` that is read, if any. */
export function openOutput(file: string | undefined, input: string | null, io: Io): Output {
  if (isStandardOutput(file)) return new Output(io.stdout);
  refuseSameFile('--output', file, input);
  const stream = createWriteStream(file);
  // Of a write that fails Node does not say where.
  stream.on('error', (error) => Object.assign(error, { path: file }));
  return new Output(stream);
}

/** Whether `--output` names none but the one that is used without it. */
export function isStandardOutput(file: string | undefined): file is '-' | undefined {
  return file === undefined || file === '-';
}

/** Throws `UsageError` where an option names for writing the file that is read. */
export function refuseSameFile(option: string, file: string, input: string | null): void {
  if (input !== null && isSameFile(file, input))
    throw new UsageError(`${option} ${file} is the file that is read: name another file`);
}

/** Throws `UsageError` where the file `record`, which is there, is that of `--output` as well. */
export function refuseSharedFile(record: string, output: string | undefined): void {
  if (isStandardOutput(output) || !isSameFile(record, output) || !statSync(record).isFile()) return;
  throw new UsageError(`--record ${record} is the file of --output: name another file`);
}

function isSameFile(a: string, b: string): boolean {
  const [one, other] = [a, b].map((path) => statSync(path, { throwIfNoEntry: false, bigint: true }));
  return one !== undefined && other !== undefined && one.dev === other.dev && one.ino === other.ino;
}
