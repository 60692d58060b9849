/** How many columns of a terminal a text takes: two for each wide character, none for a mark that joins another. */
export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += widthOfCharacter(segment);
  return width;
}

/** The text in exactly so many columns: cut, with an ellipsis in the last one, or filled up with spaces. */
export function fitted(text: string, width: number, ellipsis = '…'): string {
  const cut = shortened(text, width, ellipsis);
  return cut + ' '.repeat(Math.max(0, width - widthOf(cut)));
}

/** The same at the right edge. */
export function fittedRight(text: string, width: number): string {
  const cut = shortened(text, width, '');
  return ' '.repeat(Math.max(0, width - widthOf(cut))) + cut;
}

/** The text in so many columns at the most. */
export function shortened(text: string, width: number, ellipsis = '…'): string {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = widthOf(ellipsis);
  if (used > width) return '';
  for (const { segment } of segmenter.segment(text)) {
    used += widthOfCharacter(segment);
    if (used > width) break;
    kept += segment;
  }
  return kept + ellipsis;
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const PLAIN = /^[\x20-\x7e]*$/;

function widthOfCharacter(character: string): number {
  if (INVISIBLE.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

const INVISIBLE = /^[\p{M}\p{Cf}\p{Zl}\p{Zp}]+$/u;

/** East Asian Wide and Fullwidth (Unicode UAX #11), and what is shown as a picture. */
const WIDE =
  /^(?:\p{Emoji_Presentation}|.\ufe0f|[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}])/u;
