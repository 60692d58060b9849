import type { MplsLabelStackEntry } from '@hoplite/codec';
import type { AnsweredProbe, ReplyInterface } from '@hoplite/engine';

/** An object of the extension structure of an ICMP error (RFC 4884 section 8). */
export interface ExtensionObject {
  readonly class: number;
  readonly type: number;
  /** Bytes of what follows its header. */
  readonly length: number;
  /** Of a label stack. */
  readonly labels?: readonly MplsLabelStackEntry[];
}

/** The objects of an answer, put together from what they told: label stacks first, then interfaces, then all others. */
export function extensionObjects({ mpls, interfaces, extensions }: AnsweredProbe): readonly ExtensionObject[] {
  return [
    ...(mpls.length > 0 ? [{ ...MPLS_STACK, length: 4 * mpls.length, labels: mpls }] : []),
    ...interfaces.map(interfaceObject),
    ...extensions.map(({ class: number, type, data }) => ({ class: number, type, length: data.length / 2 })),
  ];
}

/** RFC 4950 section 3: the incoming label stack. */
const MPLS_STACK = { class: 1, type: 1 };

/** RFC 5837 section 4.1. */
const INTERFACE_CLASS = 2;
const ROLES = ['incoming', 'incoming-sub-ip', 'outgoing', 'next-hop'] as const;

/** What an object tells is in its type: the role, and a bit for each member that it has (RFC 5837 section 4.1). */
function interfaceObject({ role, index, address, name, mtu }: ReplyInterface): ExtensionObject {
  const members = [
    { bit: 0x08, length: index === null ? 0 : 4 },
    // The address family and two bytes of nothing come before the address.
    { bit: 0x04, length: address === null ? 0 : 4 + (address.includes(':') ? 16 : 4) },
    { bit: 0x02, length: name === null ? 0 : nameLength(name) },
    { bit: 0x01, length: mtu === null ? 0 : 4 },
  ].filter(({ length }) => length > 0);
  const type = members.reduce((bits, { bit }) => bits | bit, ROLES.indexOf(role) << 6);
  return { class: INTERFACE_CLASS, type, length: members.reduce((sum, { length }) => sum + length, 0) };
}

/** A byte of length, the name in UTF-8, and zeros to a multiple of four (RFC 5837 section 4.3). */
function nameLength(name: string): number {
  const bytes = [...name].reduce((sum, character) => sum + utf8Length(character.codePointAt(0) ?? 0), 1);
  return Math.ceil(bytes / 4) * 4;
}

function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
