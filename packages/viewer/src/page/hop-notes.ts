import type { AnsweredProbe, Hop } from '@hoplite/engine';
import { annotationText, interfaceText, isAnswered, mplsText, objectText, printable } from 'hoplite/browser';

/** What else the answers of one address at a hop tell, each thing once. */
export function hopNotes({ probes }: Hop, address: string): readonly string[] {
  const answers = probes.filter(isAnswered).filter((probe) => probe.address === address);
  return [...new Set(answers.flatMap(notesOf))];
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
