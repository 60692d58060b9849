import { CaptureError, type CaptureFault } from '@hoplite/transport-pcap/core';
import type { Fault } from './messages.js';
import { ResultsError } from './results.js';

/** What is to be said of an error that ended the reading of a file; `found` tells whether anything came before it. */
export function faultOf(error: unknown, found: boolean): Fault {
  if (error instanceof CaptureError) {
    const whole = !found && error.code === 'not-a-capture';
    if (whole) return { whole, text: sentence(error.message.replace(/, at byte .*/, '')), advice: notReadable };
    return { whole, text: sentence(error.message), advice: captureAdvice[error.code] };
  }
  if (error instanceof ResultsError) return { whole: !found, text: error.message, advice: error.advice };
  if (error instanceof DOMException && isGone.has(error.name)) return { whole: !found, ...gone };
  return { whole: !found, text: sentence(String(error)), advice: 'This is a fault of the viewer: please report it.' };
}

/** What Chromium calls a file that was changed, and one that was moved or removed. */
const isGone: ReadonlySet<string> = new Set(['NotReadableError', 'NotFoundError']);

const gone = {
  text: 'The file cannot be read (any more).',
  advice: 'It was changed, moved or removed since it was chosen: choose it again.',
} as const;

const notReadable =
  'The viewer reads captures (pcap, pcapng), results of hoplite --format json or ndjson, and either of them gzipped.';

const captureAdvice: Readonly<Record<CaptureFault, string>> = {
  'not-a-capture': 'What comes before is shown. Perhaps something was appended to the file that is no capture.',
  unsupported: 'tcpdump -r FILE -w NEW may write it anew in a version that is known.',
  truncated:
    'What comes before is shown. The capture was cut short: copied before it was complete, or its disk was full.',
  'bad-length': 'What comes before is shown. The file was damaged, perhaps by a transfer as text: copy it again.',
  'too-large': 'What comes before is shown. The file was damaged, or made to harm its reader.',
  'no-interface': 'What comes before is shown. The block that describes the interface is missing from the file.',
  'corrupt-gzip': 'What comes before is shown. The gzip file was damaged: copy it again, and try it with gzip -t.',
};

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
