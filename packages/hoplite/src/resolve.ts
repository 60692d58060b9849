import { type Address, type AddressFamily, addressFamily, formatAddress, parseAddress } from '@hoplite/codec';
import { type Clock, type Transport, VirtualClock } from '@hoplite/engine';
import type { NameService } from './name-service.js';

/** A target is no address and no name of one, or of none of the families that are wanted. The message says which target. */
export class TargetError extends Error {
  /** Tells it from other errors, also where it came from another thread or copy of the package. */
  override readonly name = 'TargetError';
}

export interface ResolveOptions {
  readonly names: NameService;
  /** Where the trace will go: it may carry one family only, and its virtual time stands still meanwhile. */
  readonly transport: Transport;
  /** The only family that will do. Default any, IPv4 before IPv6. */
  readonly family?: AddressFamily | undefined;
  /** When it is aborted, its reason is thrown. */
  readonly signal: AbortSignal;
}

/** The address of a target: an address or a host name. Throws `TargetError`. */
export async function resolveTarget(target: string, options: ResolveOptions): Promise<Address> {
  const bytes = parseAddress(target);
  const isName = bytes === null;
  if (isName) refuseMisspelt(target);
  else refuseNoHost(target, bytes);
  const found = isName ? await lookUp(target, options) : [formatAddress(bytes)];

  const { family, transport } = options;
  const carried = ([4, 6] as const).filter((each) => transport.capabilities.families.includes(each));
  const wanted = family === undefined ? carried : [family];
  const address = wanted.flatMap((each) => found.filter((address) => addressFamily(address) === each))[0];
  if (address !== undefined) return address;
  const needed = wanted.map((each) => `IPv${each}`).join(' or ');
  throw new TargetError(`${target} ${isName ? 'has' : 'is'} no ${needed} address`);
}

/** Others read 010.0.0.1, 127.1 and 0x7f000001 as addresses, each in its own way, and so does the system when asked for a name. */
function refuseMisspelt(target: string): void {
  if (target.split('.').every((part) => /^(\d*|0x[\da-f]*)$/i.test(part))) {
    throw new TargetError(`${JSON.stringify(target)} is no address: an IPv4 address is four numbers, as 192.0.2.1`);
  }
  if (!target.includes(':')) return;
  const isLikeOne = /^[\da-f:.]+$/i.test(target);
  const reason = isLikeOne ? 'is no IPv6 address, such as 2001:db8::1' : 'is neither an address nor the name of a host';
  throw new TargetError(`${target} ${reason}`);
}

/** Of what is an address and of no one host systems say no more than that an argument is invalid, or that there is no route. */
function refuseNoHost(target: string, bytes: Uint8Array): void {
  const [first = 0] = bytes;
  const isMulticast = bytes.length === 4 ? first >> 4 === 14 : first === 0xff;
  if (isMulticast) throw new TargetError(`${target} is a multicast address, of many hosts: name one host`);
  if (bytes.length === 16 && IPV4_MAPPED.every((byte, index) => byte === bytes[index])) {
    throw new TargetError(`${target} is an IPv4 address in an IPv6 one: name ${formatAddress(bytes.subarray(12))}`);
  }
}

/** RFC 4291 section 2.5.5.2: ::ffff:0:0/96. */
const IPV4_MAPPED: readonly number[] = [...Array(10).fill(0), 0xff, 0xff];

async function lookUp(name: string, { names, transport, signal }: ResolveOptions): Promise<readonly Address[]> {
  const release = hold(transport.clock);
  try {
    const found = await names.lookup(name);
    signal.throwIfAborted();
    if (found === null) throw new TargetError(`${name}: no answer to the question for its address`);
    if (found.length === 0) throw new TargetError(`${name}: no such name`);
    return found;
  } finally {
    release();
  }
}

function hold(clock: Clock): () => void {
  return clock instanceof VirtualClock ? clock.hold() : () => {};
}
