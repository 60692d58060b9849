/**
 * - `NOT_LINUX`: another system.
 * - `UNSUPPORTED_MACHINE`: not 64-bit little-endian.
 * - `KOFFI_MISSING`: npm koffi is not installed, or does not load.
 * - `NOT_PERMITTED`: there is nothing that this process may use.
 */
export type LinuxUnavailableCode = 'NOT_LINUX' | 'UNSUPPORTED_MACHINE' | 'KOFFI_MISSING' | 'NOT_PERMITTED';

/** This transport cannot work here. */
export class LinuxUnavailableError extends Error {
  /** Tells it from other errors, also where it came from another thread or copy of the package. */
  override readonly name = 'LinuxUnavailableError';
  /** Why, for programs; the message says it for people. */
  readonly code: LinuxUnavailableCode;
  /** A command that mends it; empty where there is none. */
  readonly remedy: string;

  /** @internal */
  constructor(code: LinuxUnavailableCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.remedy = remedyOf(code);
  }
}

function remedyOf(code: LinuxUnavailableCode): string {
  if (code === 'KOFFI_MISSING') return `npm install @koromix/koffi-linux-${process.arch}@3.3.4`;
  return code === 'NOT_PERMITTED' ? `sudo setcap cap_net_raw+ep "${process.execPath}"` : '';
}
