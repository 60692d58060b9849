import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { run } from 'hoplite/run';
import { expect } from 'vitest';

/** What the command prints, run in this process from the sources; fails where it does not succeed. */
export async function hoplite(...args: readonly string[]): Promise<string> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const printed = text(stdout);
  const complaints = text(stderr);
  const status = await run(args, { stdin: Readable.from([]), stdout, stderr, interrupt: new AbortController().signal });
  stdout.end();
  stderr.end();
  expect(await complaints).toBe('');
  expect(status).toBe(0);
  return printed;
}
