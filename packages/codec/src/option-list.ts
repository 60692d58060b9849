import { type DecodeFailure, failure, type Layer } from './result.js';
import { unsigned } from './unsigned.js';
import { NO_BYTES, readUint8, view } from './wire.js';

/** What the options of IPv4 (RFC 791 section 3.1) and TCP (RFC 9293 section 3.2) have in common. */
export type ListedOption = EndOfListOption | NoOperationOption | MalformedOption;

/** Options end here, whatever follows. */
export interface EndOfListOption {
  /** Type 0, which ends the list. */
  readonly kind: 'end-of-list';
  /** The bytes from there to the end of the header: usually zeros. */
  readonly padding: Uint8Array;
}

/** A single byte that puts what follows on a boundary of 32 bits. */
export interface NoOperationOption {
  /** Type 1, which has neither length nor data. */
  readonly kind: 'no-operation';
}

/** Bytes that could not be divided into options. `decodeDatagram` refuses them; only `decodeQuote` returns this. */
export interface MalformedOption {
  /** No option: the last of its list, whatever it begins with. */
  readonly kind: 'malformed';
  /** The option whose length does not fit, and all that follows it. */
  readonly bytes: Uint8Array;
}

/** An option of another type, or one that is known but whose length does not fit its shape. */
export interface UnknownOption {
  /** No option that is known here, whatever its type. */
  readonly kind: 'unknown';
  /** The option's first byte, as found. */
  readonly type: number;
  /** What follows the length byte: 38 bytes at the most in IPv4 and TCP, 255 in IPv6. */
  readonly data: Uint8Array;
}

export interface OptionList<T> {
  readonly options: readonly (T | ListedOption)[];
  /** Where the bytes could not be divided: the last option is `malformed` then. */
  readonly failure: DecodeFailure | null;
}

const EMPTY: OptionList<never> = { options: [], failure: null };

/** Divides the bytes from `start` to `end` into options; `read` gives those with a length their shape. */
export function decodeOptionList<T>(
  bytes: Uint8Array,
  start: number,
  end: number,
  layer: Layer,
  read: (type: number, data: Uint8Array) => T,
): OptionList<T> {
  if (start >= end) return EMPTY;
  const options: (T | ListedOption)[] = [];
  let offset = start;
  while (offset < end) {
    const type = readUint8(bytes, offset);
    if (type === 0) {
      options.push({ kind: 'end-of-list', padding: view(bytes, offset + 1, end) });
      break;
    }
    if (type === 1) {
      options.push({ kind: 'no-operation' });
      offset += 1;
      continue;
    }
    const available = end - offset;
    const length = available < 2 ? 2 : readUint8(bytes, offset + 1);
    if (length < 2 || length > available) {
      options.push({ kind: 'malformed', bytes: view(bytes, offset, end) });
      return { options, failure: failure(layer, 'option-length', offset, Math.max(length, 2), available) };
    }
    options.push(read(type, view(bytes, offset + 2, offset + length)));
    offset += length;
  }
  return { options, failure: null };
}

/** An option with a length, as it goes onto the wire. */
export interface TypedOption {
  readonly type: number;
  readonly data: Uint8Array;
}

/**
 * Writes options one after the other, without padding. Throws `RangeError` naming `field` where they take no multiple of
 * 4 bytes, or more than the 40 that a header has for them.
 */
export function encodeOptionList<T extends { readonly kind: string }>(
  options: readonly (T | ListedOption)[],
  field: string,
  write: (option: T) => TypedOption,
): Uint8Array {
  if (options.length === 0) return NO_BYTES;
  const bytes = options.flatMap((option) => encodeOption(option, field, write));
  if (bytes.length % 4 !== 0 || bytes.length > 40) {
    throw new RangeError(`${field} must take a multiple of 4 bytes, at most 40, not ${bytes.length}`);
  }
  return Uint8Array.from(bytes);
}

function encodeOption<T extends { readonly kind: string }>(
  option: T | ListedOption,
  field: string,
  write: (option: T) => TypedOption,
): number[] {
  if (isListed(option)) {
    if (option.kind === 'no-operation') return [1];
    return option.kind === 'end-of-list' ? [0, ...option.padding] : [...option.bytes];
  }
  const { type, data } = write(option);
  return [unsigned(`${field}.type`, type, 8), unsigned(`${field}.length`, data.length + 2, 8), ...data];
}

function isListed(option: { readonly kind: string }): option is ListedOption {
  return option.kind === 'end-of-list' || option.kind === 'no-operation' || option.kind === 'malformed';
}
