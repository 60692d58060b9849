import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { fileFault } from './file-fault.js';

/** The targets in a file, `-` for standard input: one a line; `#` begins a comment. Throws `InputError`. */
export async function readTargets(file: string, io: Io): Promise<readonly string[]> {
  const lines = (await content(file, io)).split('\n');
  return lines.map((line) => line.replace(/#.*/, '').trim()).filter((line) => line !== '');
}

async function content(file: string, io: Io): Promise<string> {
  if (file === '-') return text(io.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new InputError(`${file}: ${fileFault(error)}`);
  }
}
