import type { CapturePacket } from '@hoplite/engine';
import { readCapture } from '@hoplite/transport-pcap';
import { ExitStatus } from '../exit-status.js';
import type { Io } from '../io.js';
import { printable } from '../terminal.js';
import { fileFault } from './file-fault.js';

/** How long, after an interrupt, the writer of standard input may take to hand over what it holds. */
const GRACE_MS = 500;

/** A capture that is being read: its packets, and afterwards how it ended. */
export interface OpenCapture {
  /** Ends, without throwing, at the capture's end, its first fault, an interrupt, or when nobody reads our output. */
  readonly packets: AsyncIterable<CapturePacket>;
  /** Says on stderr what was wrong with the file. */
  report(): ExitStatus;
}

/** Reads `file`, `-` for standard input. */
export function openCapture(file: string, io: Io, outputEnded: AbortSignal): OpenCapture {
  const isStdin = file === '-';
  let fault: unknown = null;

  async function* packets(): AsyncGenerator<CapturePacket> {
    try {
      for await (const packet of readCapture(isStdin ? stdinUntil(io, outputEnded) : file)) {
        yield packet;
        if (outputEnded.aborted || (io.interrupt.aborted && !isStdin)) return;
      }
    } catch (error) {
      fault = error;
    }
  }

  return {
    packets: packets(),
    report() {
      if (io.interrupt.aborted) return ExitStatus.interrupted;
      if (fault === null || outputEnded.aborted) return ExitStatus.ok;
      io.stderr.write(`hoplite: ${isStdin ? 'standard input' : printable(file)}: ${fileFault(fault)}\n`);
      return ExitStatus.badInput;
    },
  };
}

/**
 * In `tcpdump -w - | hoplite read -` an interrupt reaches both, and tcpdump then writes out what it still holds: that is
 * waited for, but not long.
 */
function stdinUntil({ stdin, interrupt }: Io, outputEnded: AbortSignal): NodeJS.ReadableStream {
  const close = () => void stdin.destroy();
  outputEnded.addEventListener('abort', close, { once: true });
  interrupt.addEventListener('abort', () => setTimeout(close, GRACE_MS).unref(), { once: true });
  return stdin;
}
