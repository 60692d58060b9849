import {
  boolean,
  each,
  either,
  integer,
  is,
  isRecord,
  list,
  matching,
  number,
  object,
  oneOf,
  optional,
  orNull,
  type Shape,
  text,
} from './shape.js';
import { isTime } from './time.js';

/**
 * What is wrong with a JSON value that should be a trace's result, null for nothing: anybody may have written the file. It
 * is what `hoplite/schema/trace-result.schema.json` says, and what that has no words for.
 */
export function faultInResult(value: unknown): string | null {
  if (!isRecord(value)) return 'this is no trace';
  if (!('hops' in value)) return 'this is no result of a trace';
  if (value.v !== 1) return `this is version ${JSON.stringify(value.v)} of Hoplite’s results, and 1 is the one known`;
  if (isDeeper(value, MOST_LEVELS)) return `something in it is nested more than ${MOST_LEVELS} deep`;
  return result(value, '');
}

/** What we do not know of may be there; deeper, it could not even be handed over to the page. */
const MOST_LEVELS = 32;

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeper(member, levels - 1));
}

const byte = integer(0, 255);
const word = integer(0, 65535);
const long = integer(0, 0xffff_ffff);
const count = integer(0, Number.MAX_SAFE_INTEGER);
const ordinal = integer(1, Number.MAX_SAFE_INTEGER);
/** An instant is exact, as a number of nanoseconds, for 104 days: no longer can a round trip be. */
const roundTrip = number(-9_007_199_254, 9_007_199_254);
const words = text(65536);
const hex = matching('hexadecimal', /^([0-9a-f]{2})*$/);
const address = matching('an address', /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:.]*)$/);
const time = is('a time', (value) => typeof value === 'string' && isTime(value));
const scalar = either(number(-Number.MAX_VALUE, Number.MAX_VALUE), words);
/** An ICMP message has not room for more. */
const MOST_OBJECTS = 16_383;
const fault = object({ code: words, message: words });

const sent = {
  attempt: integer(1, 131_072),
  sentAt: number(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  sentBy: optional(oneOf('process')),
  size: long,
  sourcePort: optional(word),
  destinationPort: optional(word),
  identifier: optional(word),
  sequence: optional(word),
  frames: orNull(object({ probe: ordinal, reply: orNull(ordinal) })),
};

const origin = object({
  asn: orNull(integer(1, 0xffff_ffff)),
  name: orNull(words),
  country: orNull(matching('two capital letters', /^[A-Z]{2}$/)),
});

const answered = object({
  ...sent,
  rtt: orNull(roundTrip),
  address,
  name: orNull(words),
  origin: optional(orNull(origin)),
  addressKind: optional(orNull(words)),
  icmp: orNull(object({ type: byte, code: byte })),
  direct: oneOf(null, 'echo-reply', 'syn-ack', 'rst', 'udp'),
  annotation: orNull(words),
  replyTtl: orNull(byte),
  quotedTtl: orNull(byte),
  changed: each(object({ sent: scalar, quoted: scalar })),
  unknown: list(words),
  nat: orNull(boolean),
  mtu: orNull(long),
  mpls: list(
    object({ label: integer(0, 0xf_ffff), trafficClass: integer(0, 7), bottom: boolean, ttl: byte }),
    MOST_OBJECTS,
  ),
  interfaces: list(
    object({
      role: oneOf('incoming', 'incoming-sub-ip', 'outgoing', 'next-hop'),
      index: orNull(long),
      address: orNull(address),
      name: orNull(words),
      mtu: orNull(long),
    }),
    MOST_OBJECTS,
  ),
  extensions: list(object({ class: byte, type: byte, data: hex }), MOST_OBJECTS),
  duplicates: count,
});

const probes = new Map<unknown, Shape>([
  ['replied', answered],
  ['late', answered],
  ['failed', object({ ...sent, error: fault })],
  ['timeout', object(sent)],
  ['pending', object(sent)],
]);

const probe: Shape = (value, path) => {
  const shape = isRecord(value) ? probes.get(value.status) : undefined;
  return shape === undefined ? `${path}.status is none of ${[...probes.keys()].join(', ')}` : shape(value, path);
};

/** As many probes as the reader of captures keeps of one TTL. */
const hops = list(object({ ttl: byte, probes: list(probe, 131_072) }), 256);

const rising: Shape = (value, path) => {
  const ttls = (value as readonly { readonly ttl: number }[]).map(({ ttl }) => ttl);
  const at = ttls.findIndex((ttl, index) => index > 0 && ttl !== (ttls[index - 1] ?? 0) + 1);
  return at < 0 ? null : `${path}[${at}].ttl is not ${(ttls[at - 1] ?? 0) + 1}, which comes after ${ttls[at - 1]}`;
};

const result = object({
  target: words,
  address,
  source: address,
  family: oneOf(4, 6),
  method: words,
  transport: words,
  timestamps: oneOf('kernel', 'capture', 'virtual', 'process'),
  startedAt: time,
  duration: number(0, Number.MAX_SAFE_INTEGER),
  outcome: oneOf('reached', 'unreachable', 'max-ttl', 'gap', 'timeout', 'aborted', 'shutdown', 'failed', 'unknown'),
  annotation: orNull(words),
  error: orNull(fault),
  lastTtl: byte,
  answeredBy: orNull(address),
  probesSent: count,
  foreign: count,
  ambiguous: count,
  notices: list(object({ code: words, text: words })),
  options: object({ firstTtl: byte, maxTtl: byte, packetLength: optional(count) }),
  hops: (value, path) => hops(value, path) ?? rising(value, path),
});
