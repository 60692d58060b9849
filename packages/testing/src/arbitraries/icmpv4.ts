import { formatAddress, type Icmpv4Init } from '@hoplite/codec';
import fc from 'fast-check';
import { data, extendedEcho, original, uint8, uint16, uint32 } from './icmp.js';

/**
 * Any ICMPv4 message, each as decoding gives it, but without what an encoder fills in: `checksum` and, now and then,
 * `length`.
 */
export function icmpv4(): fc.Arbitrary<Icmpv4Init> {
  return fc.oneof(icmpv4Error(), withoutExtensions(), queries(), extended(), others());
}

/** Destination unreachable, time exceeded, parameter problem: those that carry extensions. */
export function icmpv4Error(): fc.Arbitrary<Icmpv4Init> {
  const words = { unused: uint8, nextHopMtu: uint16 };
  const headers = fc.oneof(
    fc.record({ kind, name: fc.constant('destination-unreachable'), type: fc.constant(3), code: uint8, ...words }),
    fc.record({
      kind,
      name: fc.constant('time-exceeded'),
      type: fc.constant(11),
      code: uint8,
      unused: uint8,
      unusedTail: uint16,
    }),
    fc.record({
      kind,
      name: fc.constant('parameter-problem'),
      type: fc.constant(12),
      code: uint8,
      pointer: uint8,
      unusedTail: uint16,
    }),
  );
  return fc.tuple(headers, original(4)).map(([header, quote]) => ({ ...header, ...quote }));
}

const kind = fc.constant('icmpv4');

function withoutExtensions(): fc.Arbitrary<Icmpv4Init> {
  const gateway = fc.uint8Array({ minLength: 4, maxLength: 4 }).map(formatAddress);
  return fc.oneof(
    fc.record({
      kind,
      name: fc.constant('source-quench'),
      type: fc.constant(4),
      code: uint8,
      unused: uint32,
      original: data(),
    }),
    fc.record({ kind, name: fc.constant('redirect'), type: fc.constant(5), code: uint8, gateway, original: data() }),
  );
}

function queries(): fc.Arbitrary<Icmpv4Init> {
  const common = { kind, code: uint8, identifier: uint16, sequenceNumber: uint16, data: data() };
  const times = { originateTimestamp: uint32, receiveTimestamp: uint32, transmitTimestamp: uint32 };
  return fc.oneof(
    fc.record({ name: fc.constant('echo-reply'), type: fc.constant(0), ...common }),
    fc.record({ name: fc.constant('echo-request'), type: fc.constant(8), ...common }),
    fc.record({ name: fc.constant('timestamp'), type: fc.constant(13), ...common, ...times }),
    fc.record({ name: fc.constant('timestamp-reply'), type: fc.constant(14), ...common, ...times }),
    fc.record({ name: fc.constant('information-request'), type: fc.constant(15), ...common }),
    fc.record({ name: fc.constant('information-reply'), type: fc.constant(16), ...common }),
  );
}

function extended(): fc.Arbitrary<Icmpv4Init> {
  return fc
    .tuple(extendedEcho(), uint8)
    .map(([body, code]) => ({ kind: 'icmpv4', type: body.name === 'extended-echo-request' ? 42 : 43, code, ...body }));
}

const SHAPED = [0, 3, 4, 5, 8, 11, 12, 13, 14, 15, 16, 42, 43];

/** Types without a shape, and messages too short for theirs. */
function others(): fc.Arbitrary<Icmpv4Init> {
  const other = { kind, name: fc.constant('other'), code: uint8 };
  return fc.oneof(
    fc.record({ ...other, type: uint8.filter((type) => !SHAPED.includes(type)), data: data() }),
    fc.record({ ...other, type: fc.constantFrom(...SHAPED), data: fc.uint8Array({ maxLength: 3 }) }),
    fc.record({ ...other, type: fc.constantFrom(13, 14), data: fc.uint8Array({ maxLength: 15 }) }),
  );
}
