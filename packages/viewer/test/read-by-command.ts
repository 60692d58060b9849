import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { run } from 'hoplite/run';

/** A file of the repository. */
export const fileOf = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** What the command prints of a file, faulty or not, run in this process. */
export async function byCommand(...args: readonly string[]): Promise<string> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const printed = text(stdout);
  stderr.resume();
  await run(args, { stdin: Readable.from([]), stdout, stderr, interrupt: new AbortController().signal });
  stdout.end();
  return await printed;
}
