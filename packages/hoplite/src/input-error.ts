/** A file that is to be read cannot be, or is not what it must be. The message names the file and says what is wrong. */
export class InputError extends Error {
  /** Tells it from other errors, also where it came from another thread or copy of the package. */
  override readonly name = 'InputError';
}
