import type { Datagram, Quote } from '@hoplite/codec';
import fc from 'fast-check';
import { isSame } from './check.js';

type Members = Readonly<Record<string, unknown>>;

/**
 * Null where all that the lax door reached of a datagram's beginning is as in the whole; else what differs. Numbers and
 * addresses are whole or left out; lists and bytes may end early.
 */
export function reachedOf(whole: Datagram, quote: Quote): string | null {
  if (quote.ip === null) return 'no IP header';
  const header = difference(whole.ip, quote.ip);
  if (header !== null || quote.payload === null) return header;
  return payloadDifference(whole, quote.payload);
}

function payloadDifference({ ip, payload }: Datagram, quoted: NonNullable<Quote['payload']>): string | null {
  // Which of its bytes an ICMP message's beginning puts where depends on what is cut off.
  if (isIcmp(payload) && isIcmp(quoted)) return difference(icmpCommon(payload), icmpCommon(quoted));
  // In a whole fragment a beginning of a header is bytes; in a cut one it is what was reached of the header.
  if (payload.kind === 'opaque' && quoted.kind !== 'opaque' && isFirstFragment(ip)) return null;
  return difference(payload, quoted);
}

function difference(whole: object, reached: object): string | null {
  for (const [member, value] of Object.entries(reached)) {
    const expected = (whole as Members)[member];
    if (!isBeginning(value, expected)) {
      return `${member} as ${fc.stringify(value)} instead of ${fc.stringify(expected)}`;
    }
  }
  return null;
}

function isBeginning(reached: unknown, whole: unknown): boolean {
  if (reached instanceof Uint8Array && whole instanceof Uint8Array) {
    return isSame(reached, whole.slice(0, reached.length));
  }
  if (!Array.isArray(reached) || !Array.isArray(whole)) return isSame(reached, whole);
  return reached.every((element: Members, index) => isSame(element, whole[index]) || isCut(element));
}

/** The last of a list of options where the bytes end within it. */
function isCut({ kind }: Members): boolean {
  return kind === 'malformed' || kind === 'end-of-list';
}

function isIcmp(payload: { readonly kind: string }): boolean {
  return payload.kind === 'icmpv4' || payload.kind === 'icmpv6';
}

function icmpCommon(message: object): Members {
  const { kind, type, code, checksum } = message as Members;
  return Object.fromEntries(Object.entries({ kind, type, code, checksum }).filter(([, value]) => value !== undefined));
}

function isFirstFragment(ip: Datagram['ip']): boolean {
  if (ip.version === 4) return ip.moreFragments;
  return ip.extensionHeaders.some((header) => header.kind === 'fragment' && header.moreFragments);
}
