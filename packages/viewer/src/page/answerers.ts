import type { AnsweredProbe, Hop } from '@hoplite/engine';
import { annotationText, interfaceText, isAnswered, mplsText, objectText, printable } from 'hoplite/browser';

/** Who answered at a hop. */
export interface Answerer {
  readonly address: string;
  readonly name: string | null;
  /** Answers, late ones among them. */
  readonly received: number;
  /** What else they tell, each thing once. */
  readonly notes: readonly string[];
}

/** Most often first. */
export function answerersOf({ probes }: Hop): readonly Answerer[] {
  const found = new Map<string, { name: string | null; received: number; readonly notes: Set<string> }>();
  for (const probe of probes.filter(isAnswered)) {
    const known = found.get(probe.address) ?? { name: null, received: 0, notes: new Set() };
    known.name = probe.name ?? known.name;
    known.received += 1;
    for (const note of notesOf(probe)) known.notes.add(note);
    found.set(probe.address, known);
  }
  return [...found]
    .map(([address, known]) => ({ address, ...known, notes: [...known.notes] }))
    .sort((a, b) => b.received - a.received);
}

/** What an answer tells besides its address and time. */
function notesOf(probe: AnsweredProbe): readonly string[] {
  const { annotation, changed } = probe;
  return [
    ...(annotation === null ? [] : [`${annotation} ${annotationText(annotation)}`.trim()]),
    ...(probe.status === 'late' ? ['late'] : []),
    ...(probe.nat === true ? ['behind a NAT'] : []),
    ...(probe.duplicates > 0 ? ['duplicates'] : []),
    ...(probe.mpls.length > 0 ? [mplsText(probe.mpls)] : []),
    ...probe.interfaces.map(interfaceText),
    ...probe.extensions.map((object) => objectText(object.class, object.type, object.data)),
    ...Object.entries(changed).map(([field, { sent, quoted }]) => `${field} ${sent} became ${quoted}`),
  ].map(printable);
}
