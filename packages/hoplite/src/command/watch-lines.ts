import type { OriginLookup } from '../origins/open-origins.js';
import { originsOf } from '../origins/origins-of.js';
import type { Output } from '../output.js';
import { printable, safeJson } from '../terminal.js';
import { resultWith } from '../told.js';
import type { WatchEvent } from '../watch/events.js';
import { percentCell, timeCell } from '../watch/view/cells.js';
import { changeInWords } from '../watch/view/change-lines.js';
import type { Watch } from '../watch/watch.js';

/** Prints what is watched, a line for each round and change of path, or as JSON for each event. */
export async function printLines(
  watched: Watch,
  asJson: boolean,
  origins: OriginLookup | null,
  output: Output,
): Promise<void> {
  const failed = new Set<string>();
  for await (const event of watched) {
    const line = asJson
      ? safeJson(origins === null ? event : await eventWithOrigins(event, origins))
      : lineOf(event, failed);
    if (line !== null) await output.write(`${line}\n`);
  }
}

async function eventWithOrigins(event: WatchEvent, origins: OriginLookup): Promise<WatchEvent> {
  return event.event === 'round' ? { ...event, result: await resultWith(event.result, originsOf(origins)) } : event;
}

/**
 * `2026-01-31T12:00:05Z www.example round 5: 10 hops, loss 0%, last 15.2 ms, average 15.4 ms`. `failed` holds the targets whose
 * last round sent nothing: to say its figures would be to say those of the round before.
 */
function lineOf(event: WatchEvent, failed: Set<string>): string | null {
  const target = `${event.target} ${event.address}`;
  const about = `${event.at.replace(/\.\d+Z$/, 'Z')} ${printable(event.target)} round ${event.round}`;
  switch (event.event) {
    case 'start':
      return `${about}: ${event.address} by ${printable(event.method)} from ${event.source}`;
    case 'round':
      failed.delete(target);
      if (event.result.outcome !== 'failed') return null;
      failed.add(target);
      return `${about}: ${printable(event.result.error?.message ?? 'failed')}`;
    case 'path':
      return `${about}: path changed  ${changeInWords(event, '->')}`;
    case 'statistics': {
      const last = event.rows.at(-1);
      if (last === undefined || failed.has(target)) return null;
      const loss = last.loss === null ? 'no answer' : `loss ${percentCell(last.loss)}`;
      const { rtt } = last;
      const times = rtt === null ? '' : `, last ${timeCell(rtt.last)} ms, average ${timeCell(rtt.average)} ms`;
      return `${about}: ${last.ttl} hops, ${loss}${times}`;
    }
    default:
      return null;
  }
}
