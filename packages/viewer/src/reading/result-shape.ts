import {
  boolean,
  date,
  each,
  isRecord,
  list,
  number,
  object,
  oneOf,
  optional,
  orNull,
  type Shape,
  scalar,
  text,
  ttl,
} from './shape.js';

/**
 * Whether a JSON value has the shape of a trace's result (`hoplite/schema/trace-result.schema.json`), as far as the page
 * relies on it: anybody may have written the file.
 */
export function faultInResult(value: unknown): string | null {
  if (!isRecord(value)) return 'this is no trace';
  if (!('hops' in value)) return 'this is no result of a trace';
  if (value.v !== 1) return `this is version ${JSON.stringify(value.v)} of Hoplite’s results, and 1 is the one known`;
  return result(value, '');
}

const fault = object({ code: text, message: text });

const sent = {
  attempt: number,
  sentAt: number,
  size: number,
  sourcePort: optional(number),
  destinationPort: optional(number),
  identifier: optional(number),
  sequence: optional(number),
  frames: orNull(object({ probe: number, reply: orNull(number) })),
};

const answered = object({
  ...sent,
  rtt: orNull(number),
  address: text,
  name: orNull(text),
  icmp: orNull(object({ type: number, code: number })),
  direct: orNull(text),
  annotation: orNull(text),
  replyTtl: orNull(number),
  quotedTtl: orNull(number),
  changed: each(object({ sent: scalar, quoted: scalar })),
  unknown: list(text),
  nat: orNull(boolean),
  mtu: orNull(number),
  mpls: list(object({ label: number, trafficClass: number, bottom: boolean, ttl: number })),
  interfaces: list(
    object({ role: text, index: orNull(number), address: orNull(text), name: orNull(text), mtu: orNull(number) }),
  ),
  extensions: list(object({ class: number, type: number, data: text })),
  duplicates: number,
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

const result = object({
  target: text,
  address: text,
  source: text,
  family: oneOf(4, 6),
  method: text,
  transport: text,
  timestamps: text,
  startedAt: date,
  duration: number,
  outcome: oneOf('reached', 'unreachable', 'max-ttl', 'gap', 'timeout', 'aborted', 'shutdown', 'failed', 'unknown'),
  annotation: orNull(text),
  error: orNull(fault),
  lastTtl: ttl,
  answeredBy: orNull(text),
  probesSent: number,
  foreign: number,
  ambiguous: number,
  notices: list(object({ code: text, text })),
  options: object({ firstTtl: number, maxTtl: number, packetLength: optional(number) }),
  hops: list(object({ ttl, probes: list(probe) })),
});
