import { closeSync, openSync, writeSync } from 'node:fs';
import type { Transport } from '@hoplite/engine';
import type { RecordingAbout } from './core/recording/about.js';
import { record as recordTo } from './core/recording/record.js';
import type { RecordingWriter } from './core/recording/recording-log.js';

/**
 * `record` of the core to a file, whose every event is on the disk when the listener has heard it; to a stream, which is
 * left open; or to any writer.
 */
export function record<T extends Transport>(
  transport: T,
  target: string | NodeJS.WritableStream | RecordingWriter,
  about: RecordingAbout = {},
): Transport & Pick<T, 'clock'> {
  return recordTo(transport, writerTo(target), about);
}

function writerTo(target: string | NodeJS.WritableStream | RecordingWriter): RecordingWriter {
  if (typeof target === 'string') return fileWriter(target);
  return isStream(target) ? streamWriter(target) : target;
}

function isStream(target: NodeJS.WritableStream | RecordingWriter): target is NodeJS.WritableStream {
  return 'on' in target && 'end' in target;
}

/** Writes at once: an event loop that waits for the disk loses no datagram, a program that dies loses no event. */
function fileWriter(path: string): RecordingWriter {
  let file: number | null = null;
  return {
    write(bytes) {
      file ??= openSync(path, 'w');
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };
}

function streamWriter(stream: NodeJS.WritableStream): RecordingWriter {
  // The write that fails hears of the error too.
  const ignore = (): void => {};
  stream.on('error', ignore);
  return {
    write: (bytes) =>
      new Promise<void>((resolve, reject) => {
        stream.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => void stream.off('error', ignore),
  };
}
