import type { TraceResult } from '@hoplite/engine';
import type { TraceFormat } from '../format/format.js';
import type { FormatOptions } from '../format/index.js';
import type { NameService } from '../name-service.js';
import { namesOf } from '../names.js';
import type { OriginLookup } from '../origins/open-origins.js';
import { originsOf } from '../origins/origins-of.js';
import type { Output } from '../output.js';
import { resultWith } from '../told.js';
import { mergeRounds } from '../watch/merge-rounds.js';
import type { Watch } from '../watch/watch.js';

/** Watches to the end, and prints of each target all rounds as one trace. */
export async function printReport(
  watched: Watch,
  options: FormatOptions & { readonly origins: OriginLookup | null },
  format: TraceFormat<FormatOptions>,
  names: NameService,
  output: Output,
): Promise<void> {
  const most = format.figuresAlone ? MOST_BESIDE_FIGURES : Number.POSITIVE_INFINITY;
  const rounds = new Map<string, TraceResult[]>();
  for await (const event of watched) {
    if (event.event !== 'round') continue;
    const key = `${event.target} ${event.address}`;
    const known = rounds.get(key) ?? [];
    rounds.set(key, known);
    known.push(event.result);
    // The first says when it all began.
    if (known.length > most) known.splice(1, 1);
  }
  const document = format.begin(options);
  for (const [index, { target, address, rows }] of watched.snapshot().entries()) {
    const merged = mergeRounds(rounds.get(`${target} ${address}`) ?? []);
    if (merged === null) continue;
    const isNamed = format.showsNames && !options.numeric;
    const named = isNamed
      ? await resultWith(
          merged,
          namesOf(async (address) => names.reverse(address)),
        )
      : merged;
    const { origins } = options;
    const told = origins === null ? named : await resultWith(named, originsOf(origins));
    await output.write(document.trace(told, index + 1, rows));
  }
  await output.write(document.end());
}

/** So many rounds are kept for a format of figures alone, to which they say who answers: each takes two kilobytes a hop. */
const MOST_BESIDE_FIGURES = 100;
