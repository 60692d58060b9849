import type { AddressFamily } from '@hoplite/codec';
import type { Reply } from './reply.js';

/** ICMPv4 Destination Unreachable codes as traceroute(8) marks them (RFC 792, RFC 1122, RFC 1812). */
const UNREACHABLE_V4: Readonly<Record<number, string | null>> = {
  0: '!N',
  1: '!H',
  2: '!P',
  3: null,
  5: '!S',
  6: '!N',
  7: '!H',
  8: '!N',
  9: '!X',
  10: '!X',
  11: '!N',
  12: '!H',
  13: '!X',
  14: '!V',
  15: '!C',
};

/** ICMPv6 Destination Unreachable codes likewise (RFC 4443 section 3.1). */
const UNREACHABLE_V6: Readonly<Record<number, string | null>> = { 0: '!N', 1: '!X', 2: '!H', 3: '!H', 4: null };

/** The mark of a reply: `annotation` of an ICMP error, null for any other. */
export function annotationOf(reply: Reply): string | null {
  return reply.kind === 'error' ? annotation(reply.family, reply.icmp.type, reply.icmp.code, reply.mtu) : null;
}

/** The mark that traceroute(8) puts behind the time of an ICMP error: `!H`, `!F-1400`, `!<12-0>`; null for none. */
export function annotation(family: AddressFamily, type: number, code: number, mtu: number | null): string | null {
  if (type === (family === 4 ? 11 : 3)) return null;
  if (family === 4 && type === 3 && code === 4) return `!F-${mtu ?? 0}`;
  if (family === 6 && type === 2) return `!F-${mtu ?? 0}`;
  if (type !== (family === 4 ? 3 : 1)) return `!<${type}-${code}>`;
  const mark = (family === 4 ? UNREACHABLE_V4 : UNREACHABLE_V6)[code];
  return mark === undefined ? `!<${code}>` : mark;
}
