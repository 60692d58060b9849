import { namesOf, type ReverseLookup } from './names.js';
import { type Told, toldWith } from './told.js';

/** The same trace with the names of all who answer, as far as `lookup` finds them. */
export function traceWithNames(trace: Told, lookup: ReverseLookup): Told {
  void askAhead(trace, lookup);
  return toldWith(trace, namesOf(lookup));
}

/** Events keep their order, so that each waits for the names of those before it: they are looked up meanwhile. */
async function askAhead(trace: Told, lookup: ReverseLookup): Promise<void> {
  for await (const event of trace)
    if (event.event === 'reply' || event.event === 'late') void lookup(event.probe.address);
}
