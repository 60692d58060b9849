import { faultOf } from './faults.js';
import type { Report, Request } from './messages.js';
import { FileReading } from './read-file.js';

/** In the order in which they were opened. Those that were read are kept for the packets that are asked for. */
const readings: FileReading[] = [];

self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  if (data.ask === 'open') {
    const reading = new FileReading(data.file, tell);
    readings.push(reading);
    reading.read().catch(reportError);
  } else if (data.ask === 'stop') {
    readings.at(-1)?.stop();
  } else {
    void tellPackets(data.id, readings[data.file], data.numbers);
  }
});

function tell(report: Report): void {
  self.postMessage(report);
}

async function tellPackets(id: number, reading: FileReading | undefined, numbers: readonly number[]): Promise<void> {
  try {
    tell({ report: 'packets', id, packets: (await reading?.packets(numbers)) ?? [] });
  } catch (error) {
    const { text, advice } = faultOf(error, true);
    tell({ report: 'no-packets', id, why: `${text} ${advice}` });
  }
}
