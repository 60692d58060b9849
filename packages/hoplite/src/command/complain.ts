import type { Io } from '../io.js';
import { printable } from '../terminal.js';

/** Says a line on stderr. */
export function complain(message: string, { stderr }: Pick<Io, 'stderr'>): void {
  stderr.write(`hoplite: ${printable(message)}\n`);
}
