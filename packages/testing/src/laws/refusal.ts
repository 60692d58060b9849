import { type DatagramInit, encodeDatagram, encodeFrame } from '@hoplite/codec';
import fc from 'fast-check';
import type { FrameParts } from '../arbitraries/link.js';
import { check } from './check.js';

/**
 * Whichever number or address of a datagram is replaced by one that cannot be, encoding throws `RangeError` that names
 * and shows it.
 */
export function whatDoesNotFitIsRefused(datagram: DatagramInit, position: number, bad: number): void {
  refuses(datagram, encodeDatagram, position, bad);
}

/** The same of a frame's link layers. */
export function whatDoesNotFitALayerIsRefused(parts: FrameParts, position: number, bad: number): void {
  refuses(parts.layers, (layers) => encodeFrame(parts.linkType, layers, parts.payload), position, bad);
}

function refuses<T>(value: T, encode: (value: T) => unknown, position: number, bad: number): void {
  const places = placesOf(value, []);
  const place = places[position % places.length];
  if (place === undefined) return;
  let thrown: unknown = null;
  try {
    encode(replaced(value, place, bad) as T);
  } catch (error) {
    thrown = error;
  }
  const field = place.findLast((member) => !/^\d+$/.test(member)) ?? '';
  const refused =
    thrown instanceof RangeError && thrown.message.includes(field) && thrown.message.includes(String(bad));
  check(refused, () => `${place.join('.')} ${bad} gives ${thrown}, for ${fc.stringify(value)}`);
}

/** Tells how a value is reached: member by member. */
type Place = readonly string[];

/** All but the version, which chooses the encoder, and the DLCI, which is read off the header's bytes. */
function placesOf(value: unknown, place: Place): readonly Place[] {
  const member = place.at(-1) ?? '';
  if (typeof value === 'number') return place.join('.') === 'ip.version' || member === 'dlci' ? [] : [place];
  if (typeof value === 'string') return ADDRESSES.has(member) ? [place] : [];
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...place, name]));
}

const ADDRESSES: ReadonlySet<string> = new Set(['source', 'destination', 'gateway']);

function replaced(value: unknown, [member, ...rest]: Place, bad: number): unknown {
  if (member === undefined) return typeof value === 'string' ? String(bad) : bad;
  const members = value as Readonly<Record<string, unknown>>;
  const changed = { ...members, [member]: replaced(members[member], rest, bad) };
  return Array.isArray(value) ? Object.values(changed) : changed;
}
