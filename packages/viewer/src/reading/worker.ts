import { changed, faultOf } from './faults.js';
import type { Report, Request } from './messages.js';
import { FileReading } from './read-file.js';

/** One worker reads one file: the page makes a new one for the next. */
let reading: FileReading | null = null;

self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  if (data.ask === 'open') {
    reading = new FileReading(data.file, tell);
    void reading.read();
  } else if (data.ask === 'stop') {
    reading?.stop();
  } else {
    void tellPackets(data.id, data.numbers);
  }
});

function tell(report: Report): void {
  self.postMessage(report);
}

async function tellPackets(id: number, numbers: readonly number[]): Promise<void> {
  try {
    tell({ report: 'packets', id, packets: (await reading?.packets(numbers)) ?? [] });
  } catch (error) {
    const { text, advice } = error instanceof DOMException ? changed : faultOf(error, true);
    tell({ report: 'no-packets', id, why: `${text} ${advice}` });
  }
}
