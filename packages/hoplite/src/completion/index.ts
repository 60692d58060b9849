import { bash } from './bash.js';
import { fish } from './fish.js';
import type { ProgramModel } from './program-model.js';
import { zsh } from './zsh.js';

/** Writes the script by which a shell completes the command line. */
export const completions: Readonly<Record<string, (program: ProgramModel) => string>> = { bash, zsh, fish };
