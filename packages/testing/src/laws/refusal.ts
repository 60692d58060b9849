import { type DatagramInit, encodeDatagram } from '@hoplite/codec';
import fc from 'fast-check';
import { check } from './check.js';

/** Whichever number or address of a datagram is replaced by one that cannot be, encoding throws `RangeError`. */
export function whatDoesNotFitIsRefused(datagram: DatagramInit, position: number, bad: number): void {
  const places = placesOf(datagram, []);
  const place = places[position % places.length] ?? [];
  const broken = replaced(datagram, place, bad) as DatagramInit;
  let thrown: unknown = null;
  try {
    encodeDatagram(broken);
  } catch (error) {
    thrown = error;
  }
  const refused = thrown instanceof RangeError && thrown.message.includes(String(bad));
  check(refused, () => `${place.join('.')} ${bad} gives ${thrown}, for ${fc.stringify(datagram)}`);
}

/** Tells how a value is reached: member by member. */
type Place = readonly string[];

function placesOf(value: unknown, place: Place): readonly Place[] {
  const member = place.at(-1) ?? '';
  if (typeof value === 'number') return place.join('.') === 'ip.version' ? [] : [place];
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
