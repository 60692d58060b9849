import type { Pair } from './truth.js';

/**
 * How two readings of a capture differ, probe by probe: in each member one item a probe, by frame numbers, `probe:answer`
 * where there is an answer. Members without items are left out.
 */
export interface Differences {
  /** Probes that the oracle holds unanswered and we answered. */
  readonly unanswered?: string;
  /** Probes that the oracle does not know. */
  readonly unknown?: string;
  /** Probes of the oracle that are none to us. */
  readonly strays?: string;
  /** Answers that the oracle gives to another probe: `probe:answer<oracle's answer`. */
  readonly otherwise?: string;
  /** Probes and answers that are the same in both, and fields in which they differ: `probe.field`. */
  readonly fields?: string;
}

export function differences(oracle: ReadonlyMap<number, Pair>, ours: ReadonlyMap<number, Pair>): Differences {
  const items: Record<keyof Differences, string[]> = {
    unanswered: [],
    unknown: [],
    strays: [],
    otherwise: [],
    fields: [],
  };
  for (const frame of [...new Set([...oracle.keys(), ...ours.keys()])].sort((a, b) => a - b)) {
    const [theirs, own] = [oracle.get(frame), ours.get(frame)];
    if (own === undefined) items.strays.push(`${frame}`);
    else if (theirs === undefined) items.unknown.push(answered(own));
    else if (theirs.reply === null && own.reply !== null) items.unanswered.push(answered(own));
    else if (theirs.reply?.frame !== own.reply?.frame) items.otherwise.push(`${answered(own)}<${theirs.reply?.frame}`);
    else items.fields.push(...differentFields(theirs, own));
  }
  const found = Object.entries(items).filter(([, list]) => list.length > 0);
  return Object.fromEntries(found.map(([member, list]) => [member, list.join(' ')]));
}

const answered = ({ frame, reply }: Pair): string => (reply === null ? `${frame}` : `${frame}:${reply.frame}`);

function differentFields({ reply: theirReply, ...theirs }: Pair, { reply, ...own }: Pair): readonly string[] {
  const theirFields = Object.entries({ ...theirs, ...prefixed(theirReply) });
  const ownFields = new Map(Object.entries({ ...own, ...prefixed(reply) }));
  return theirFields
    .filter(([field, value]) => String(value) !== String(ownFields.get(field)))
    .map(([field]) => `${own.frame}.${field}`);
}

const prefixed = (reply: Pair['reply']): object =>
  Object.fromEntries(Object.entries(reply ?? {}).map(([field, value]) => [`reply.${field}`, value]));
