import type { AnsweredProbe } from '@hoplite/engine';

/** Whose an address is, in a word or two: `AS64500`, `AS64500 DE`, `DE`, `private`; `*` where nobody knows. */
export function originText({ origin, addressKind }: Pick<AnsweredProbe, 'origin' | 'addressKind'>): string {
  const asn = origin?.asn ?? null;
  const words = [...(asn === null ? [] : [`AS${asn}`]), ...(origin?.country ? [origin.country] : [])];
  return words.length > 0 ? words.join(' ') : (addressKind ?? '*');
}
