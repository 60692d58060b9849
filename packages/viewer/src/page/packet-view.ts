import { type PacketRecord, printable, type TransportRecord } from 'hoplite/browser';
import type { ShownPacket } from '../reading/messages.js';
import { type Content, element } from './element.js';
import { fields } from './fields.js';

/** A packet in a line, which opens to every field that was decoded of it and its bytes. */
export function packetView(role: string, { record, bytes }: ShownPacket): HTMLElement {
  const view = element(
    'details',
    { class: 'packet' },
    element(
      'summary',
      {},
      element('span', { class: 'role' }, role),
      element('span', { class: 'frame' }, `#${record.number}`),
      element('span', { class: 'line' }, lineOf(record)),
      element('span', { class: 'quiet' }, record.at.slice(11, -1)),
    ),
  );
  // Made when it is looked at: a hop of a long trace has thousands of packets.
  view.addEventListener('toggle', () => view.append(...contents(record, bytes)), {
    once: true,
  });
  return view;
}

/** Who sent what to whom. */
function lineOf(record: PacketRecord): string {
  const { ip, problem } = record;
  const what = protocolOf(record);
  const fault = problem === null ? '' : ` (${problem.text})`;
  return ip === null ? what + fault : `${ip.source} to ${ip.destination}, ${what}${fault}`;
}

function protocolOf({ udp, udpLite, tcp, icmp, payload }: TransportRecord): string {
  const ports = udp ?? udpLite ?? tcp;
  if (ports !== undefined)
    return `${tcp === undefined ? 'UDP' : 'TCP'} port ${ports.sourcePort} to ${ports.destinationPort}`;
  if (icmp !== undefined) return `ICMP ${icmp.name ?? `type ${icmp.type}`}`;
  return payload === undefined ? 'nothing decoded' : 'other payload';
}

function contents(record: PacketRecord, bytes: Uint8Array): readonly Node[] {
  return [
    element('div', { class: 'groups' }, ...groups(record)),
    element('section', { class: 'bytes' }, element('h5', {}, 'Bytes'), dumpView(bytes)),
  ];
}

function groups(record: PacketRecord): readonly Content[] {
  const {
    layers,
    ip,
    quote,
    extensions,
    problem,
    checksums,
    v: _version,
    udp,
    udpLite,
    tcp,
    icmp,
    payload,
    ...frame
  } = record;
  return [
    group('Frame', { ...frame }),
    ...layers.map(({ kind, ...layer }) => group(titled(String(kind)), layer)),
    ip === null ? null : group(`IPv${ip.version}`, ip),
    ...transport({ udp, udpLite, tcp, icmp, payload }),
    ...(quote === null ? [] : quoted(quote)),
    ...extensions.map((object) => group('ICMP extension', object)),
    checksums === null ? null : group('Checksums', { ...checksums }),
    problem === null ? null : group('Problem', { ...problem }),
  ];
}

function quoted({ ip, problem, ...rest }: NonNullable<PacketRecord['quote']>): readonly Content[] {
  return [
    ip === null ? null : group(`Quoted IPv${ip.version}`, ip),
    ...transport(rest, 'Quoted '),
    problem === null ? null : group('Quote ends', { ...problem }),
  ];
}

type Loose<T> = { readonly [K in keyof T]: T[K] | undefined };

function transport({ udp, udpLite, tcp, icmp, payload }: Loose<TransportRecord>, before = ''): readonly Content[] {
  const named = [
    ['UDP', udp],
    ['UDP-Lite', udpLite],
    ['TCP', tcp],
    ['ICMP', icmp],
    ['Payload', payload === undefined ? undefined : { payload }],
  ] as const;
  return named.map(([name, value]) => (value === undefined ? null : group(before + name, value)));
}

function group(title: string, value: Readonly<Record<string, unknown>>): HTMLElement {
  return element('section', { class: 'group' }, element('h5', {}, title), fields(value));
}

const titled = (kind: string): string => `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;

/** It may be wider than the page, so that the keys have to come to it. */
function dumpView(bytes: Uint8Array): HTMLElement {
  return element('pre', { tabindex: 0, role: 'region', 'aria-label': 'Bytes' }, dump(bytes));
}

/** Sixteen bytes a line: their offset, hexadecimal, and what of them is ASCII. */
function dump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let start = 0; start < bytes.length; start += 16) {
    const line = [...bytes.subarray(start, start + 16)];
    const hex = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const text = line.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    lines.push(`${start.toString(16).padStart(4, '0')}  ${hex.padEnd(47)}  ${printable(text)}`);
  }
  return lines.join('\n');
}
