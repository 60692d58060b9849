import type { Icmpv6Init } from '@hoplite/codec';
import fc from 'fast-check';
import { data, extendedEcho, original, uint8, uint16, uint32 } from './icmp.js';

/**
 * Any ICMPv6 message, each as decoding gives it, but without what an encoder fills in: `checksum` and, now and then,
 * `length`.
 */
export function icmpv6(): fc.Arbitrary<Icmpv6Init> {
  return fc.oneof(icmpv6Error(), withoutExtensions(), echoes(), extended(), others());
}

/** Destination unreachable and time exceeded: those that carry extensions. */
export function icmpv6Error(): fc.Arbitrary<Icmpv6Init> {
  const unused = fc.nat(0xffffff);
  const headers = fc.oneof(
    fc.record({ kind, name: fc.constant('destination-unreachable'), type: fc.constant(1), code: uint8, unused }),
    fc.record({ kind, name: fc.constant('time-exceeded'), type: fc.constant(3), code: uint8, unused }),
  );
  return fc.tuple(headers, original(8)).map(([header, quote]) => ({ ...header, ...quote }));
}

const kind = fc.constant('icmpv6');

function withoutExtensions(): fc.Arbitrary<Icmpv6Init> {
  const common = { kind, code: uint8, original: data() };
  return fc.oneof(
    fc.record({ name: fc.constant('packet-too-big'), type: fc.constant(2), ...common, mtu: uint32 }),
    fc.record({ name: fc.constant('parameter-problem'), type: fc.constant(4), ...common, pointer: uint32 }),
  );
}

function echoes(): fc.Arbitrary<Icmpv6Init> {
  const common = { kind, code: uint8, identifier: uint16, sequenceNumber: uint16, data: data() };
  return fc.oneof(
    fc.record({ name: fc.constant('echo-request'), type: fc.constant(128), ...common }),
    fc.record({ name: fc.constant('echo-reply'), type: fc.constant(129), ...common }),
  );
}

function extended(): fc.Arbitrary<Icmpv6Init> {
  return fc.tuple(extendedEcho(), uint8).map(([body, code]) => ({
    kind: 'icmpv6',
    type: body.name === 'extended-echo-request' ? 160 : 161,
    code,
    ...body,
  }));
}

const SHAPED = [1, 2, 3, 4, 128, 129, 160, 161];

/** Types without a shape, and messages too short for theirs. */
function others(): fc.Arbitrary<Icmpv6Init> {
  const other = { kind, name: fc.constant('other'), code: uint8 };
  return fc.oneof(
    fc.record({ ...other, type: uint8.filter((type) => !SHAPED.includes(type)), data: data() }),
    fc.record({ ...other, type: fc.constantFrom(...SHAPED), data: fc.uint8Array({ maxLength: 3 }) }),
  );
}
