import type { TraceResult } from '@hoplite/engine';
import type { Ending, Report, Request, ShownPacket } from '../reading/messages.js';
import { trusted } from './trusted.js';

/** The worker's script as text, put here by the build. */
declare const READER_CODE: string;

/** How many milliseconds a worker that is told to stop has for it: the parser of JSON hears of nothing until it is done. */
const PATIENCE = 3000;

/** Hears what is found in a file. */
export interface ReaderListener {
  traces(traces: readonly TraceResult[]): void;
  progress(read: number, packets: number): void;
  end(ending: Ending): void;
}

/** One file, read in a worker of its own. */
export class Reader {
  readonly #worker = createWorker();
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;
  readonly #listener: ReaderListener;
  #ended = false;
  #brokenOff = false;

  constructor(file: Blob, listener: ReaderListener) {
    this.#listener = listener;
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Report>) => this.#hear(data));
    this.#worker.addEventListener('error', ({ message }) => this.#break(message));
    this.#ask({ ask: 'open', file });
  }

  /** Ends the reading; what was found stays, and its packets can be asked for. */
  stop(): void {
    this.#ask({ ask: 'stop' });
    setTimeout(() => this.#breakOff(), PATIENCE);
  }

  /** The packets of these frame numbers, read again from the file. */
  packets(numbers: readonly number[]): Promise<readonly ShownPacket[]> {
    if (this.#brokenOff) return Promise.reject(new Error('The reading was broken off: open the file again.'));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#ask({ ask: 'packets', id, numbers });
    });
  }

  close(): void {
    this.#worker.terminate();
  }

  #ask(request: Request): void {
    this.#worker.postMessage(request);
  }

  #hear(report: Report): void {
    switch (report.report) {
      case 'traces':
        this.#listener.traces(report.traces);
        break;
      case 'progress':
        this.#listener.progress(report.read, report.packets);
        break;
      case 'end':
        this.#ended = true;
        this.#listener.end(report.ending);
        break;
      case 'packets':
        this.#asked.get(report.id)?.resolve(report.packets);
        break;
      case 'no-packets':
        this.#asked.get(report.id)?.reject(new Error(report.why));
        break;
    }
  }

  #breakOff(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#brokenOff = true;
    this.close();
    this.#listener.end({ kind: 'results', packets: 0, stopped: true, fault: null, unfinished: 0 });
  }

  /** A fault of ours, or no memory left. */
  #break(message: string): void {
    if (this.#ended) return;
    const fault = { whole: false, text: `The reader broke down: ${message}.`, advice: 'Please report it.' };
    this.#listener.end({ kind: 'capture', packets: 0, stopped: false, fault, unfinished: 0 });
  }
}

interface Asked {
  resolve(packets: readonly ShownPacket[]): void;
  reject(error: Error): void;
}

/** The only script that is ever made of a text is the page's own: from a file, a browser loads no other. */
function createWorker(): Worker {
  const url = URL.createObjectURL(new Blob([READER_CODE], { type: 'text/javascript' }));
  return new Worker(trusted.createScriptURL(url));
}
