import { constants } from 'node:os';

/** A system call that failed: what `open` and `sourceFor` of the transport reject with. */
export class SystemError extends Error {
  /** Tells it from other errors, also where it came from another thread or copy of the package. */
  override readonly name = 'SystemError';
  /** Such as `ENETUNREACH`; `ERRNO_` and the number for one that Node has no name for. */
  readonly code: string;

  /** @internal */
  constructor(call: string, errno: number) {
    super(`${call}: ${errnoName(errno)}`);
    this.code = errnoName(errno);
  }
}

/** `ENETUNREACH` of its number. */
export function errnoName(errno: number): string {
  return NAMES.get(errno) ?? `ERRNO_${errno}`;
}

/** What a system call returned, where it did not fail: failures are negative error numbers. Throws `SystemError`. */
export function must(call: string, result: number): number {
  if (result < 0) throw new SystemError(call, -result);
  return result;
}

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(constants.errno)
    // Two names for one number on Linux; the kernel's manual pages use these.
    .filter(([name]) => name !== 'EWOULDBLOCK' && name !== 'EOPNOTSUPP')
    .map(([name, number]) => [number, name]),
);
