import type { MalformedOption, UnknownOption } from './option-list.js';
import { type DecodeFailure, failure } from './result.js';
import { unsigned } from './unsigned.js';
import { readUint8, readUint16, readUint32, view, writeUint16, writeUint32 } from './wire.js';

/** An option of a Hop-by-Hop or Destination Options header (RFC 8200 section 4.2); `kind` says which. */
export type Ipv6Option =
  | {
      /** Type 0: one byte of padding, the only option without length and data. */
      readonly kind: 'pad1';
    }
  | {
      /** Type 1: padding of two bytes and more. */
      readonly kind: 'padn';
      /** The padding behind type and length: zeros by rule, kept as found. */
      readonly data: Uint8Array;
    }
  | {
      /** Type 5 (RFC 2711): routers on the way are to look into the packet. */
      readonly kind: 'router-alert';
      /** What they look for, 16 bits: 0 Multicast Listener Discovery, 1 RSVP, 2 Active Networks. */
      readonly value: number;
    }
  | {
      /** Type 0xc2 (RFC 2675): the packet is a jumbogram, and its header's payload length is 0. */
      readonly kind: 'jumbo-payload';
      /** Bytes after the fixed header, over 65535 by rule: 32 bits. */
      readonly length: number;
    }
  | UnknownOption
  | MalformedOption;

const PAD1 = 0x00;
const PADN = 0x01;
const ROUTER_ALERT = 0x05;
const JUMBO_PAYLOAD = 0xc2;

/** Divides the bytes from `start` to `end`; what cannot be divided is one `malformed` option, and the failure says why. */
export function decodeIpv6Options(
  bytes: Uint8Array,
  start: number,
  end: number,
): { readonly options: readonly Ipv6Option[]; readonly failure: DecodeFailure | null } {
  const options: Ipv6Option[] = [];
  let offset = start;
  while (offset < end) {
    const type = readUint8(bytes, offset);
    if (type === PAD1) {
      options.push({ kind: 'pad1' });
      offset += 1;
      continue;
    }
    const available = end - offset;
    const length = available < 2 ? 2 : 2 + readUint8(bytes, offset + 1);
    if (length > available) {
      options.push({ kind: 'malformed', bytes: view(bytes, offset, end) });
      return { options, failure: failure('ipv6-extension-header', 'option-length', offset, length, available) };
    }
    options.push(readOption(type, view(bytes, offset + 2, offset + length)));
    offset += length;
  }
  return { options, failure: null };
}

/** Writes options one after the other, without padding. Throws `RangeError` naming field and range. */
export function encodeIpv6Options(options: readonly Ipv6Option[]): Uint8Array {
  return Uint8Array.from(options.flatMap((option) => [...writeOption(option)]));
}

function readOption(type: number, data: Uint8Array): Ipv6Option {
  if (type === PADN) return { kind: 'padn', data };
  if (type === ROUTER_ALERT && data.length === 2) return { kind: 'router-alert', value: readUint16(data, 0) };
  if (type === JUMBO_PAYLOAD && data.length === 4) return { kind: 'jumbo-payload', length: readUint32(data, 0) };
  return { kind: 'unknown', type, data };
}

function writeOption(option: Ipv6Option): Uint8Array {
  switch (option.kind) {
    case 'pad1':
      return Uint8Array.of(PAD1);
    case 'padn':
      return typed(PADN, option.data);
    case 'router-alert': {
      const data = new Uint8Array(2);
      writeUint16(data, 0, option.value, 'ipv6.options.value');
      return typed(ROUTER_ALERT, data);
    }
    case 'jumbo-payload': {
      const data = new Uint8Array(4);
      writeUint32(data, 0, option.length, 'ipv6.options.length');
      return typed(JUMBO_PAYLOAD, data);
    }
    case 'unknown':
      return typed(option.type, option.data);
    case 'malformed':
      return option.bytes;
  }
}

function typed(type: number, data: Uint8Array): Uint8Array {
  const length = unsigned('ipv6.options.data length', data.length, 8);
  return Uint8Array.of(unsigned('ipv6.options.type', type, 8), length, ...data);
}
