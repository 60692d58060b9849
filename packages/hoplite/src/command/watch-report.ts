import type { TraceFormat } from '../format/format.js';
import type { FormatOptions } from '../format/index.js';
import type { NameService } from '../name-service.js';
import { namesOf } from '../names.js';
import type { OriginLookup } from '../origins/open-origins.js';
import { originsOf } from '../origins/origins-of.js';
import type { Output } from '../output.js';
import { resultWith } from '../told.js';
import { everyRound, figuresOfRounds, type RoundsKept } from '../watch/rounds-kept.js';
import type { Watch } from '../watch/watch.js';

/** Watches to the end, and prints of each target all rounds as one trace. */
export async function printReport(
  watched: Watch,
  options: FormatOptions & { readonly origins: OriginLookup | null },
  format: TraceFormat<FormatOptions>,
  names: NameService,
  output: Output,
): Promise<void> {
  const past = new Map<string, RoundsKept>();
  for await (const event of watched) {
    if (event.event !== 'round') continue;
    const key = `${event.target} ${event.address}`;
    const kept = past.get(key) ?? (format.figuresAlone === true ? figuresOfRounds() : everyRound());
    past.set(key, kept);
    kept.add(event.result);
  }
  const document = format.begin(options);
  for (const [index, { target, address }] of watched.snapshot().entries()) {
    const kept = past.get(`${target} ${address}`);
    const merged = kept?.merged() ?? null;
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
    await output.write(document.trace(told, index + 1, kept?.figures()));
  }
  await output.write(document.end());
}
