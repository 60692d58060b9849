import { CaptureError, RecordingError } from '@hoplite/transport-pcap';
import { TopologyError } from '@hoplite/transport-sim';
import { printable } from '../terminal.js';

/** What is wrong with a file, in a line. An error that is none of the file's goes on as it came. */
export function fileFault(fault: unknown): string {
  if (ofFiles.some((kind) => fault instanceof kind)) return printable((fault as Error).message);
  if (fault instanceof SyntaxError) return `is no JSON: ${printable(fault.message)}`;
  if (fault instanceof Error && 'syscall' in fault && 'code' in fault) {
    return systemErrors[String(fault.code)] ?? printable(fault.message);
  }
  throw fault;
}

const ofFiles = [CaptureError, RecordingError, TopologyError];

const systemErrors: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EACCES: 'permission denied',
};
