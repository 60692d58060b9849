import { printable } from '../../terminal.js';

/** A piece of XML that is well-formed by itself. Only `xml` makes one, so that no text of others gets into it unescaped. */
export interface Markup {
  /** The XML as text. */
  readonly markup: string;
}

type Value = string | number | Markup | null | readonly (string | number | Markup | null)[];

/**
 * XML as it is written, with what is interpolated escaped, in text and in quoted attributes alike: names of others stay
 * text, and their control characters and marks of direction are shown as escapes. `null` and an empty array are nothing.
 */
export function xml(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const markup = parts.map((part, index) => part + (index < values.length ? written(values[index] ?? null) : ''));
  return { markup: markup.join('') };
}

/** Markup that is made of nothing but constants of ours, such as a style sheet. */
export function constant(markup: string): Markup {
  return { markup };
}

/** Text in which nothing acts: neither on a terminal nor, escaped, in XML 1.0, which has no character for U+FFFE and U+FFFF. */
export function plainText(text: string): string {
  return printable(text).replace(/[\ufffe\uffff]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

/** At most `length` characters, cut in the middle, where names and addresses say least. */
export function shortened(text: string, length: number): string {
  const characters = [...plainText(text)];
  if (characters.length <= length) return characters.join('');
  const head = Math.ceil((length - 1) / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (length - 1 - head)).join('')}`;
}

function written(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map(written).join('');
}

function escaped(text: string): string {
  return plainText(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
