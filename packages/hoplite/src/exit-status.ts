/** What the command's exit status says. */
export const ExitStatus = {
  /** `trace`: every target was reached. `read` and `packets`: the whole file was read, also with nothing found in it. */
  ok: 0,
  /** A target was not reached. */
  notReached: 1,
  /** An unknown option, a missing or malformed argument, a name that does not resolve, an output file that cannot be written. */
  usage: 2,
  /** The system lets this user send no probes. */
  notPermitted: 3,
  /** A capture, topology or list of targets cannot be read, or not to its end. */
  badInput: 4,
  /** What carries the probes failed. */
  transportFailed: 5,
  /** An interrupt; what was learned until then is printed. */
  interrupted: 130,
  /** The same by SIGTERM. */
  terminated: 143,
} as const;

/** The number with which the command's process ends. */
export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];
