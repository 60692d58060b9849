/** What the command's exit status says. */
export const ExitStatus = {
  /** `read` and `packets`: the whole file was read, also with nothing found in it. */
  ok: 0,
  /** An unknown option, a missing or malformed argument, an output file that cannot be written. */
  usage: 2,
  /** The capture cannot be read, or not to its end. */
  badInput: 4,
  /** An interrupt; what was learned until then is printed. */
  interrupted: 130,
} as const;

export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];
