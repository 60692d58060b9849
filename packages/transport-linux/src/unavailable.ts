/**
 * This transport cannot work here. `code`: `NOT_LINUX`, `UNSUPPORTED_MACHINE` (not 64-bit little-endian), `KOFFI_MISSING`,
 * `NOT_PERMITTED` (nothing that this process may use).
 */
export class LinuxUnavailableError extends Error {
  override readonly name = 'LinuxUnavailableError';
  readonly code: 'NOT_LINUX' | 'UNSUPPORTED_MACHINE' | 'KOFFI_MISSING' | 'NOT_PERMITTED';

  constructor(code: LinuxUnavailableError['code'], message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
