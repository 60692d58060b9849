import { codeOfMessage } from './errno.js';

/** Raw sockets cannot be had here. */
export class RawUnavailableError extends Error {
  /** Tells it from other errors, also where it came from another thread or copy of the package. */
  override readonly name = 'RawUnavailableError';
  /**
   * Why: `RAW_SOCKET_MISSING` (the package is not installed), `RAW_SOCKET_UNBUILT` (its addon is not built),
   * `RAW_SOCKET_FOREIGN` (built for another Node or system), `RAW_SOCKET_THREAD` (this is a worker thread), `RAW_SOCKET_FAILED` (it does
   * not load), or what the system said (`EPERM`).
   */
  readonly code: string;
  /** What to do about it, a command where there is one; empty where nothing is known. */
  readonly remedy: string;

  /** @internal */
  constructor({ code, message, remedy }: Explanation, cause: unknown) {
    super(message, { cause });
    this.code = code;
    this.remedy = remedy;
  }
}

interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** What it means that npm raw-socket could not be loaded. */
export function explainLoading(error: unknown): Explanation {
  const { code, message } = described(error);
  switch (code) {
    case 'ERR_MODULE_NOT_FOUND':
      return {
        code: 'RAW_SOCKET_MISSING',
        message: 'the optional package raw-socket is not installed',
        remedy: 'npm install raw-socket@1.8.1',
      };
    // The package is there, and what it requires first is not: its own addon.
    case 'MODULE_NOT_FOUND':
      return {
        code: 'RAW_SOCKET_UNBUILT',
        message: 'the package raw-socket was installed without its addon being built',
        remedy: `npm rebuild raw-socket # ${BUILD_NEEDS}`,
      };
    case 'ERR_DLOPEN_FAILED':
      return {
        code: 'RAW_SOCKET_FOREIGN',
        message: `the addon of the package raw-socket was built for another Node or system than ${THIS_NODE}: ${message}`,
        remedy: `npm rebuild raw-socket # ${BUILD_NEEDS}`,
      };
    default:
      return {
        code: code === '' ? 'RAW_SOCKET_FAILED' : code,
        message: `the package raw-socket does not load: ${message}`,
        remedy: 'npm install raw-socket@1.8.1',
      };
  }
}

/** What it means that the system gave no raw socket; `executable` is the Node that asked. */
export function explainRefusal(error: unknown, platform: string, executable: string): Explanation {
  const { message } = described(error);
  const code = codeOfMessage(message);
  if (code !== 'EPERM' && code !== 'EACCES') {
    return { code, message: `the system opens no raw socket: ${message}`, remedy: '' };
  }
  return {
    code,
    message: `this process may not open raw sockets: ${message}`,
    remedy:
      platform === 'linux'
        ? `sudo setcap cap_net_raw+ep "${executable}"`
        : platform === 'win32'
          ? 'run it as Administrator'
          : 'run it with sudo',
  };
}

const BUILD_NEEDS = 'needs Python, make and a C++ compiler';
const THIS_NODE = `Node ${process.versions.node} (${process.platform} ${process.arch}, ABI ${process.versions.modules})`;

function described(error: unknown): { readonly code: string; readonly message: string } {
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, ' ');
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return { code, message };
}
