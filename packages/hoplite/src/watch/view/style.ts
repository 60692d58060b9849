/** Makes text stand out, or leaves it as it is: what colour says is always said in letters as well. */
export type Style = (text: string, ...looks: readonly Look[]) => string;

export type Look = keyof typeof CODES;

const CODES = { bold: 1, dim: 2, reverse: 7, red: 31, yellow: 33, cyan: 36 } as const;

export const plain: Style = (text) => text;

/** By the escape sequences of ECMA-48, Select Graphic Rendition. */
export const coloured: Style = (text, ...looks) =>
  looks.length === 0 ? text : `\x1b[${looks.map((look) => CODES[look]).join(';')}m${text}\x1b[0m`;
