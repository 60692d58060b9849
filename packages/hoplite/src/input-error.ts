/** A file that the command was told to read is not what it must be. The message names the file. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
