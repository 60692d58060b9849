import type { Output } from '../output.js';
import { printable, safeJson } from '../terminal.js';
import type { WatchEvent } from '../watch/events.js';
import { percentCell, timeCell } from '../watch/view/cells.js';
import { changeInWords } from '../watch/view/change-lines.js';
import type { Watch } from '../watch/watch.js';

/** Prints what is watched, a line for each round and change of path, or as JSON for each event. */
export async function printLines(
  watched: Watch,
  asJson: boolean,
  output: Output,
  hear: (event: WatchEvent) => void,
): Promise<void> {
  for await (const event of watched) {
    hear(event);
    const line = asJson ? safeJson(event) : lineOf(event);
    if (line !== null) await output.write(`${line}\n`);
  }
}

/** `2026-01-31T12:00:05Z www.example round 5: reached, 10 hops, 15.2 ms, loss 0%`. */
function lineOf(event: WatchEvent): string | null {
  const about = `${event.at.replace(/\.\d+Z$/, 'Z')} ${printable(event.target)} round ${event.round}`;
  switch (event.event) {
    case 'start':
      return `${about}: ${event.address} by ${printable(event.method)} from ${event.source}`;
    case 'path':
      return `${about}: path changed  ${changeInWords(event, '->')}`;
    case 'statistics': {
      const last = event.rows.at(-1);
      if (last === undefined) return null;
      const loss = last.loss === null ? 'no answer' : `loss ${percentCell(last.loss)}`;
      const { rtt } = last;
      const times = rtt === null ? '' : `, last ${timeCell(rtt.last)} ms, average ${timeCell(rtt.average)} ms`;
      return `${about}: ${last.ttl} hops, ${loss}${times}`;
    }
    default:
      return null;
  }
}
