import { printable } from 'hoplite/browser';
import { element } from './element.js';

/** Every member of a decoded value under its name, at any depth; nothing is left out. */
export function fields(value: Readonly<Record<string, unknown>>): HTMLElement {
  return element(
    'dl',
    {},
    ...Object.entries(value).flatMap(([name, member]) => [
      element('dt', {}, printable(words(name))),
      element('dd', {}, shown(name, member)),
    ]),
  );
}

function shown(name: string, value: unknown): HTMLElement | string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : listed(name, value);
  if (typeof value === 'object' && value !== null) return fields(Object.fromEntries(Object.entries(value)));
  if (value === null || value === '') return 'none';
  if (typeof value === 'number') return inHexadecimal.has(name) ? `${value} (${hex(value)})` : String(value);
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : printable(String(value));
}

function listed(name: string, values: readonly unknown[]): HTMLElement | string {
  if (values.every((value) => typeof value !== 'object')) return values.map((value) => shown(name, value)).join(', ');
  return element('ol', {}, ...values.map((value) => element('li', {}, shown(name, value))));
}

/** Fields that RFCs and other tools write in hexadecimal. */
const inHexadecimal = new Set([
  'checksum',
  'headerChecksum',
  'identification',
  'etherType',
  'identifier',
  'flags',
  'flowLabel',
]);

const hex = (value: number): string => `0x${value.toString(16).padStart(4, '0')}`;

/** `headerChecksum` as `header checksum`. */
const words = (name: string): string =>
  abbreviations.has(name) ? name.toUpperCase() : name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

const abbreviations = new Set(['ttl', 'ip', 'rtt', 'mtu', 'nat', 'mpls', 'icmp']);
