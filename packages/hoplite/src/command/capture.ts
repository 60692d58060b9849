import { statSync } from 'node:fs';
import type { CaptureSource, ReadCaptureOptions } from '@hoplite/transport-pcap';
import { anySignal } from '../any-signal.js';
import { ExitStatus } from '../exit-status.js';
import type { Io } from '../io.js';
import type { Output } from '../output.js';
import { startProgress } from '../progress.js';
import { complain } from './complain.js';
import { fileFault } from './file-fault.js';

/** How long, after an interrupt, the writer of standard input may take to hand over what it holds. */
const GRACE_MS = 500;

/** A capture that is being read: what is in it, and afterwards how it ended. */
export interface OpenCapture<T> {
  /** Ends, without throwing, at the capture's end, its first fault, an interrupt, or when nobody reads our output. */
  readonly found: AsyncIterable<T>;
  /** Says on stderr what was wrong with the file. */
  report(): ExitStatus;
}

/** Reads `file`, `-` for standard input, as `reading` does. */
export function openCapture<T>(
  file: string,
  io: Io,
  output: Output,
  reading: (source: CaptureSource, options: ReadCaptureOptions) => AsyncIterable<T>,
): OpenCapture<T> {
  const isStdin = file === '-';
  const signal = isStdin ? output.ended : anySignal(io.interrupt, output.ended);
  let fault: unknown = null;
  let bytes = 0;
  const onProgress = (read: number): void => {
    bytes = read;
  };

  async function* found(): AsyncGenerator<T> {
    try {
      const total = isStdin ? undefined : statSync(file, { throwIfNoEntry: false })?.size;
      using progress = startProgress(() => `reading ${captureName(file)}: ${shareOf(bytes, total)}`, io);
      output.beforeWrite(() => progress.hide());
      yield* reading(isStdin ? stdinUntil(io) : file, { signal, onProgress });
    } catch (error) {
      if (!signal.aborted) fault = error;
    }
  }

  return {
    found: found(),
    report() {
      if (io.interrupt.aborted) return ExitStatus.interrupted;
      if (fault === null || output.ended.aborted) return ExitStatus.ok;
      complain(`${captureName(file)}: ${fileFault(fault)}`, io);
      return ExitStatus.badInput;
    },
  };
}

function shareOf(bytes: number, total: number | undefined): string {
  return total ? `${Math.floor((bytes / total) * 100)} %` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A capture as messages call it. */
export function captureName(file: string): string {
  return file === '-' ? 'standard input' : file;
}

/**
 * In `tcpdump -w - | hoplite read -` an interrupt reaches both, and tcpdump then writes out what it still holds: that is
 * waited for, but not long.
 */
function stdinUntil({ stdin, interrupt }: Io): NodeJS.ReadableStream {
  const close = () => void stdin.destroy();
  interrupt.addEventListener('abort', () => setTimeout(close, GRACE_MS).unref(), { once: true });
  return stdin;
}
