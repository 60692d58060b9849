type Code = 'NOT_LINUX' | 'UNSUPPORTED_MACHINE' | 'KOFFI_MISSING' | 'NOT_PERMITTED';

/**
 * This transport cannot work here. `code`: `NOT_LINUX`, `UNSUPPORTED_MACHINE` (not 64-bit little-endian), `KOFFI_MISSING`,
 * `NOT_PERMITTED` (nothing that this process may use). `remedy` is a command that mends it, empty where there is none.
 */
export class LinuxUnavailableError extends Error {
  override readonly name = 'LinuxUnavailableError';
  readonly code: Code;
  readonly remedy: string;

  constructor(code: Code, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.remedy = remedyOf(code);
  }
}

function remedyOf(code: Code): string {
  if (code === 'KOFFI_MISSING') return 'npm install koffi@3.3.4';
  return code === 'NOT_PERMITTED' ? `sudo setcap cap_net_raw+ep "${process.execPath}"` : '';
}
