import { printable } from '../terminal.js';

/** What is wrong with a file, in a line. An error that is none of the file's goes on as it came. */
export function fileFault(fault: unknown): string {
  if (fault instanceof Error && ofFiles.includes(fault.name)) return printable(fault.message);
  if (fault instanceof SyntaxError) return `is no JSON: ${printable(fault.message)}`;
  if (fault instanceof Error && 'syscall' in fault && 'code' in fault) {
    return systemErrors[String(fault.code)] ?? printable(systemReason(fault.message));
  }
  throw fault;
}

/** Node says "ENOENT: no such file or directory, open '/out'". */
export function systemReason(message: string): string {
  const [, reason = message] = /^E[A-Z\d]+: (.+?), \w+/.exec(message) ?? [];
  return reason;
}

/** By their names: to have the classes at hand is to load what only some commands need. */
const ofFiles = ['CaptureError', 'RecordingError', 'TopologyError'];

const systemErrors: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'is a directory',
};
