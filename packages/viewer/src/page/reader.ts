import type { TraceResult } from '@hoplite/engine';
import type { Ending, Report, Request, ShownPacket } from '../reading/messages.js';
import { trusted } from './trusted.js';

/** The worker's script as text, put here by the build. */
declare const READER_CODE: string;

/** How many milliseconds a worker that is told to stop has for it: the parser of JSON hears of nothing until it is done. */
const PATIENCE = 3000;

/** Hears what is found in the file that was opened last. */
export interface ReaderListener {
  traces(traces: readonly TraceResult[]): void;
  progress(read: number, packets: number): void;
  end(ending: Ending): void;
}

/** Files, read one after the other in a worker of their own. */
export class Reader {
  readonly #worker = createWorker();
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;
  readonly #listener: ReaderListener;
  /** Whether the file that was opened last was told to its end. */
  #ended = true;
  #closed = false;

  constructor(listener: ReaderListener) {
    this.#listener = listener;
    this.#worker.addEventListener('message', ({ data }: MessageEvent<Report>) => this.#hear(data));
    this.#worker.addEventListener('error', ({ message }) => this.#break(message));
  }

  /** Reads a file; the one before must have ended. */
  open(file: Blob): void {
    this.#ended = false;
    this.#ask({ ask: 'open', file });
  }

  /** Ends the reading; what was found stays, and its packets can be asked for. */
  stop(): void {
    this.#ask({ ask: 'stop' });
    setTimeout(() => this.#breakOff(), PATIENCE);
  }

  /** The packets of these frame numbers, read again from the file that was opened as the `file`th, from 0. */
  packets(file: number, numbers: readonly number[]): Promise<readonly ShownPacket[]> {
    if (this.#closed) return Promise.reject(new Error('The reading was broken off: open the file again.'));
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#ask({ ask: 'packets', id, file, numbers });
    });
  }

  close(): void {
    this.#ended = true;
    this.#closed = true;
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
        this.#answered(report.id)?.resolve(report.packets);
        break;
      case 'no-packets':
        this.#answered(report.id)?.reject(new Error(report.why));
        break;
    }
  }

  #answered(id: number): Asked | undefined {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    return asked;
  }

  #breakOff(): void {
    if (this.#ended) return;
    this.close();
    this.#listener.end({ kind: 'results', packets: 0, stopped: true, fault: null, unfinished: 0 });
  }

  /** A fault of ours, or no memory left. */
  #break(message: string): void {
    if (this.#ended) return;
    this.close();
    const fault = { whole: false, text: `The reader broke down: ${message}.`, advice: 'Please report it.' };
    this.#listener.end({ kind: 'capture', packets: 0, stopped: true, fault, unfinished: 0 });
  }
}

interface Asked {
  resolve(packets: readonly ShownPacket[]): void;
  reject(error: Error): void;
}

/** The only script that is ever made of a text is the page's own: from a file, a browser loads no other. */
function createWorker(): Worker {
  script ??= trusted.createScriptURL(URL.createObjectURL(new Blob([READER_CODE], { type: 'text/javascript' })));
  return new Worker(script);
}

let script: string | undefined;
