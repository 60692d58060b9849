import { closeSync, openSync, writeSync } from 'node:fs';
import type { Address } from '@hoplite/codec';
import type { Transport } from '@hoplite/engine';
import type { RecordingAbout } from './core/recording/about.js';
import { record as recordTo } from './core/recording/record.js';
import type { RecordingWriter } from './core/recording/recording-log.js';

/**
 * `record` of the core to a file, whose every event is on the disk when the listener has heard it; to a stream, which is
 * left open; or to any writer. Names that the transport brings, as a simulated network does, its recording brings too.
 */
export function record<T extends Transport>(
  transport: T,
  target: string | NodeJS.WritableStream | RecordingWriter,
  about: RecordingAbout = {},
): Transport & Pick<T, 'clock'> & Pick<T, Extract<keyof T, 'lookup' | 'reverse'>> {
  return Object.assign(recordTo(transport, writerTo(target), about), namesOf(transport));
}

/** What a transport may have besides: the names of the network that it is. */
interface Names {
  lookup(name: string): unknown;
  reverse(address: Address): unknown;
}

function namesOf<T extends Transport>(transport: T): Pick<T, Extract<keyof T, keyof Names>>;
function namesOf(transport: Transport | (Transport & Names)): Names | object {
  if (!('lookup' in transport && 'reverse' in transport)) return {};
  return { lookup: (name) => transport.lookup(name), reverse: (address) => transport.reverse(address) };
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
