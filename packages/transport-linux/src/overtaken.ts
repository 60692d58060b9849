import { decodeDatagram, decodeQuote } from '@hoplite/codec';
import { type Header, Matcher, readHeader, readReply } from '@hoplite/engine';
import type { Departure } from './departure.js';
import type { Happening } from './inbox.js';

interface Waiting {
  readonly header: Header;
  readonly sentAt: number;
  readonly identifiers: readonly never[];
  readonly answeredWith: null;
  readonly departure: Departure;
}

/** Of the probes whose stamps have not come those that something received answers already, or may. */
export function overtaken(departures: Iterable<Departure>, happenings: readonly Happening[]): readonly Departure[] {
  const waiting = new Map<number, Waiting>();
  const matcher = new Matcher<Waiting>();
  for (const departure of departures) {
    const decoded = decodeDatagram(departure.actual ?? departure.datagram);
    const header = decoded.ok ? readHeader(decoded.value) : null;
    if (header === null) continue;
    const probe = { header, sentAt: departure.at, identifiers: [], answeredWith: null, departure };
    waiting.set(departure.id, probe);
    matcher.add(probe);
  }
  const found = new Set<Waiting>();
  for (const happening of waiting.size > 0 ? happenings : []) {
    if (happening.kind !== 'received') continue;
    for (const probe of meant(happening, waiting, matcher)) found.add(probe);
  }
  return [...found].map(({ departure }) => departure);
}

function meant(
  { datagram, answers }: Extract<Happening, { kind: 'received' }>,
  waiting: ReadonlyMap<number, Waiting>,
  matcher: Matcher<Waiting>,
): readonly Waiting[] {
  if (answers !== null) {
    const tied = waiting.get(answers);
    return tied === undefined ? [] : [tied];
  }
  const strict = decodeDatagram(datagram);
  const reply = readReply(strict.ok ? strict.value : decodeQuote(datagram));
  // Whenever it came: what answers them left after them.
  const match = reply === null ? null : matcher.match(reply, Number.MAX_SAFE_INTEGER);
  if (match?.kind === 'match') return [match.probe];
  return match?.kind === 'ambiguous' ? match.probes : [];
}
