import type { TraceResult } from '@hoplite/engine';
import { CaptureFile } from './capture.js';
import { chunksOf } from './chunks.js';
import { faultOf } from './faults.js';
import { gunzip, isGzip } from './gunzip.js';
import type { Ending, Report, ShownPacket } from './messages.js';
import { ResultsError, readResults } from './results.js';

/** How many traces are told at once: between two reports the page can do something else. */
const BATCH = 100;

/** Chromium has no text longer than 2^29 characters. */
const MAX_TEXT_LENGTH = 500_000_000;

/** Reads one file, a capture or results, gzipped or not, and tells what it finds as it goes on. */
export class FileReading {
  readonly #file: Blob;
  readonly #tell: (report: Report) => void;
  readonly #stopping = new AbortController();
  #capture: CaptureFile | null = null;
  /** Found since the last report. */
  #traces: TraceResult[] = [];
  #found = 0;
  #unfinished = 0;

  constructor(file: Blob, tell: (report: Report) => void) {
    this.#file = file;
    this.#tell = tell;
  }

  /** Tells everything, and at last how it ended; never rejects. */
  async read(): Promise<void> {
    let kind: Ending['kind'] = null;
    let fault: Ending['fault'] = null;
    try {
      const { gzip, json } = await kindOf(this.#file);
      kind = json ? 'results' : 'capture';
      await (json ? this.#readResults(gzip) : this.#readCapture(gzip));
    } catch (error) {
      fault = faultOf(error, this.#found > 0 || this.#packets > 0);
    }
    this.#tellTraces();
    const stopped = this.#stopping.signal.aborted;
    this.#tell({
      report: 'end',
      ending: {
        kind: fault?.whole ? null : kind,
        packets: this.#packets,
        stopped,
        fault,
        unfinished: this.#unfinished,
      },
    });
  }

  /** Ends the reading; what was found so far stays. */
  stop(): void {
    this.#stopping.abort();
  }

  /** The packets of these frame numbers; none where the file is no capture. */
  async packets(numbers: readonly number[]): Promise<readonly ShownPacket[]> {
    return this.#capture === null ? [] : await this.#capture.shown(numbers);
  }

  get #packets(): number {
    return this.#capture?.packets ?? 0;
  }

  async #readCapture(gzip: boolean): Promise<void> {
    this.#capture = new CaptureFile(this.#file, gzip);
    const traces = this.#capture.traces(this.#stopping.signal, (read) => this.#tellProgress(read));
    for await (const trace of traces) this.#take(trace);
  }

  async #readResults(gzip: boolean): Promise<void> {
    const { signal } = this.#stopping;
    const told = (read: number) => this.#tellProgress(read);
    const chunks = gzip ? gunzip(this.#file, signal, told) : chunksOf(this.#file, 0, signal, told);
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of chunks) {
      if (text.length + chunk.length > MAX_TEXT_LENGTH) throw tooLong;
      text += decoder.decode(chunk, { stream: true });
    }
    if (signal.aborted) return;
    const { traces, unfinished, error } = readResults(text + decoder.decode());
    this.#unfinished = unfinished;
    for (const trace of traces) this.#take(trace);
    if (error !== null) throw error;
  }

  #take(trace: TraceResult): void {
    this.#traces.push(trace);
    this.#found += 1;
  }

  #tellProgress(read: number): void {
    this.#tellTraces();
    this.#tell({ report: 'progress', read, packets: this.#packets });
  }

  #tellTraces(): void {
    for (let start = 0; start < this.#traces.length; start += BATCH) {
      this.#tell({ report: 'traces', traces: this.#traces.slice(start, start + BATCH) });
    }
    this.#traces = [];
  }
}

const tooLong = new ResultsError(
  `These results are longer than ${MAX_TEXT_LENGTH / 1e6} MB.`,
  'That is more than the viewer takes at once: have them written in several files. Or the file was made to harm its reader.',
);

/** By its first bytes: JSON is known by its first brace or bracket, anything else may be a capture. */
async function kindOf(file: Blob): Promise<{ readonly gzip: boolean; readonly json: boolean }> {
  const head = await firstBytes(file, false);
  const gzip = isGzip(head);
  const text = new TextDecoder().decode(gzip ? await firstBytes(file, true) : head);
  return { gzip, json: /^\s*[[{]/.test(text) };
}

async function firstBytes(file: Blob, gzip: boolean): Promise<Uint8Array> {
  const [head, never] = [file.slice(0, 4096), new AbortController().signal];
  try {
    for await (const bytes of gzip ? gunzip(head, never) : chunksOf(head, 0, never)) {
      // The first member of a gzip file may be empty.
      if (bytes.length > 0) return bytes;
    }
  } catch {
    // What is wrong with it is said by who reads all of it.
  }
  return new Uint8Array(0);
}
