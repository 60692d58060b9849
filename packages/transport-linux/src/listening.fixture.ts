import type { Instant, Listener } from '@hoplite/engine';
import type { Inbox } from './inbox.js';

/** A listener that writes down what it hears, a line each. */
export function writingDown(lines: string[]): Listener {
  return {
    sent: (id, at, _actual, _unknown, sentBy) =>
      lines.push(`sent ${id} at ${at}${sentBy === undefined ? '' : ` by ${sentBy}`}`),
    failed: (id, { code }, at) => lines.push(`failed ${id} at ${at} ${code}`),
    received: (datagram, at, reconstructed, id) =>
      lines.push(`received ${datagram.length} at ${at}${id === undefined ? '' : ` of ${id}`}${reconstructed ?? ''}`),
    noticed: (code, text) => lines.push(`noticed ${code}: ${text}`),
    broken: ({ code }) => lines.push(`broken ${code}`),
  };
}

/** What a listener hears of an inbox now; stamps are nanoseconds since instant zero. */
export function listening(inbox: Inbox, between: readonly [Instant, Instant]): readonly string[] {
  const lines: string[] = [];
  const instantOf = ({ seconds, nanoseconds }: { seconds: number; nanoseconds: number }) => seconds * 1e9 + nanoseconds;
  inbox.tell(writingDown(lines), instantOf, between, () => true);
  return lines;
}
