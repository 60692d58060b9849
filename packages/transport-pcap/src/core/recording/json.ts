import { RecordingError } from './recording-error.js';

/** A JSON object whose members are still to be looked at. */
export type Members = Readonly<Record<string, unknown>>;

/** The members of a JSON object. Throws `RecordingError` naming `where` it stands, if it is none. */
export function readMembers(text: string, where: string): Members {
  const value = parse(text);
  if (!isMembers(value)) throw new RecordingError(`${where} holds no JSON object`);
  return value;
}

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

export function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

/** Bytes as hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Null for what is no row of whole bytes. */
export function fromHex(digits: unknown): Uint8Array | null {
  if (!isText(digits) || !/^(?:[0-9a-f]{2})*$/.test(digits)) return null;
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) => Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
