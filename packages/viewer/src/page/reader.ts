import type { TraceResult } from '@hoplite/engine';
import type { Ending, Report, Request, ShownPacket } from '../reading/messages.js';
import { trusted } from './trusted.js';

/** The worker's script as text, put here by the build. */
declare const READER_CODE: string;

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
  #ended = false;

  constructor(file: Blob, listener: ReaderListener) {
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Report>) => this.#hear(data, listener));
    this.#worker.addEventListener('error', ({ message }) => this.#break(message, listener));
    this.#ask({ ask: 'open', file });
  }

  /** Ends the reading; what was found stays, and its packets can be asked for. */
  stop(): void {
    this.#ask({ ask: 'stop' });
  }

  /** The packets of these frame numbers, read again from the file. */
  packets(numbers: readonly number[]): Promise<readonly ShownPacket[]> {
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

  #hear(report: Report, listener: ReaderListener): void {
    switch (report.report) {
      case 'traces':
        listener.traces(report.traces);
        break;
      case 'progress':
        listener.progress(report.read, report.packets);
        break;
      case 'end':
        this.#ended = true;
        listener.end(report.ending);
        break;
      case 'packets':
        this.#asked.get(report.id)?.resolve(report.packets);
        break;
      case 'no-packets':
        this.#asked.get(report.id)?.reject(new Error(report.why));
        break;
    }
  }

  /** A fault of ours, or no memory left. */
  #break(message: string, listener: ReaderListener): void {
    if (this.#ended) return;
    const fault = { whole: false, text: `The reader broke down: ${message}.`, advice: 'Please report it.' };
    listener.end({ kind: 'capture', packets: 0, stopped: false, fault, unfinished: 0 });
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
