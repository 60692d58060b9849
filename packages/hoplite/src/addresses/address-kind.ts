import { type Address, parseAddress } from '@hoplite/codec';
import { type AddressKind, SPECIAL_BLOCKS } from './special-addresses.js';

/**
 * What an address is for, where it is no ordinary one of the Internet (a bogon, or one of a special service); null for an
 * ordinary one, and for what is no address. `10.0.0.1` is `private`, `2001:db8::1` `documentation`.
 */
export function addressKind(address: Address): AddressKind | null {
  const bytes = parseAddress(address);
  if (bytes === null) return null;
  return blocks.find((block) => holds(block, bytes))?.kind ?? null;
}

interface Block {
  readonly bytes: Uint8Array;
  /** Bits. */
  readonly length: number;
  readonly kind: AddressKind;
}

/** The longest prefix first. */
const blocks: readonly Block[] = SPECIAL_BLOCKS.map(([prefix, kind]) => {
  const [address = '', length] = prefix.split('/');
  return { bytes: parseAddress(address) ?? new Uint8Array(0), length: Number(length), kind };
}).sort((a, b) => b.length - a.length);

function holds({ bytes, length }: Block, address: Uint8Array): boolean {
  if (bytes.length !== address.length) return false;
  const whole = length >> 3;
  for (let index = 0; index < whole; index++) if (bytes[index] !== address[index]) return false;
  const bits = length & 7;
  return bits === 0 || (bytes[whole] ?? 0) >> (8 - bits) === (address[whole] ?? 0) >> (8 - bits);
}
