/**
 * Text that others chose (names, comments, file names), made safe to print: control characters (C0, DEL, C1), line and
 * paragraph separators, and the marks that reorder text (Unicode UAX #9) become visible escapes such as `\x1b`.
 */
export function printable(text: string): string {
  return text.replace(unsafe, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** `JSON.stringify`, with the same characters written as `\u001b`: the same value, and harmless on a terminal. */
export function safeJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent);
  return json.replace(unsafeInJson, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not pass
const unsafe = /[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/gu;

/** JSON.stringify escapes C0 and lone surrogates itself; the line feeds of an indented document must stay. */
const unsafeInJson = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;
