import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { TraceEvent } from '@hoplite/engine';
import type { DatagramMessage } from '../diagnostics.js';
import type { Io } from '../io.js';
import { datagramLines } from './datagram-lines.js';
import { eventLine } from './event-line.js';

export interface DebugFlags {
  readonly debug?: boolean;
  readonly debugSocket?: boolean;
}

/** Says on stderr all that the channels tell, as a program of anybody's might: `--debug` every event, `--debug-socket` every datagram. */
export function startDebug({ debug, debugSocket }: DebugFlags, { stderr }: Pick<Io, 'stderr'>): Disposable {
  const heard = new Map<string, (message: unknown) => void>();
  if (debug) heard.set('hoplite:trace', (event) => void stderr.write(`${eventLine(event as TraceEvent)}\n`));
  if (debugSocket) {
    heard.set('hoplite:datagram', (message) => void stderr.write(datagramLines(message as DatagramMessage)));
  }
  for (const [channel, listen] of heard) subscribe(channel, listen);
  return {
    [Symbol.dispose]() {
      for (const [channel, listen] of heard) unsubscribe(channel, listen);
    },
  };
}
