import type { Errors, QuoteHabits } from './errors.js';
import type { Filter, Nat, Node, Route, Services } from './node.js';
import {
  address,
  fields,
  flag,
  list,
  milliseconds,
  number,
  numberOr,
  or,
  prefix,
  type Reader,
  TopologyError,
  text,
  whole,
  word,
} from './reader.js';

/** Reads a node and fills in what is left out. */
export const node: Reader<Node> = (value, path) => {
  const kind = isObject(value) && value.kind === 'host' ? 'host' : 'router';
  return fields<Node>({
    kind: or(word('router', 'host'), 'router'),
    addresses: or(list(address), []),
    serves: or(list(prefix), []),
    networks: or(list(prefix), []),
    routes: or(list(route), []),
    balance: or(word('flow', 'destination', 'packet'), 'flow'),
    ttl: or(word('decrement', 'keep', 'forward-zero'), 'decrement'),
    initialTtl: or(whole(1, 255), kind === 'host' ? 64 : 255),
    tos: or(tos, { keep: 0xff, set: 0 }),
    filters: or(list(filter), []),
    nat: or(nat, null),
    errors: (given, at) => errors(given ?? true, at),
    services: (given, at) => services(given ?? {}, at),
  })(value, path);
};

const chance = number(0, 1);
const byte = whole(0, 255);

const tos: Reader<Node['tos']> = fields<Node['tos']>({ keep: or(byte, 0), set: or(byte, 0) });

const route: Reader<Route> = (value, path) => {
  const read = fields<Route>({
    to: (to, at) => (to === 'default' ? 'default' : prefix(to, at)),
    via: or(list(text), []),
    unreachable: or(byte, null),
  })(value, path);
  if (read.via.length > 0 && read.unreachable !== null) {
    throw new TopologyError(path, 'has both via and unreachable, must have one or none');
  }
  return read;
};

const port = whole(0, 65535);

const ports: Reader<readonly [number, number]> = (value, path) => {
  if (typeof value === 'number') return [port(value, path), port(value, path)];
  const [first, last, ...more] = list(port)(value, path);
  if (first === undefined || last === undefined || more.length > 0 || first > last) {
    throw new TopologyError(path, 'must be a port, or the first and the last of several');
  }
  return [first, last];
};

const filter: Reader<Filter> = (value, path) => {
  const read = fields<Filter>({
    family: or((given, at) => word4or6(given, at), null),
    protocol: or(numberOr(byte, word('udp', 'tcp', 'icmp')), null),
    from: or(prefix, null),
    to: or(prefix, null),
    ports: or(ports, null),
    sourcePorts: or(ports, null),
    action: word('accept', 'drop', 'reject', 'notify'),
    type: or(byte, null),
    code: or(byte, null),
    chance: or(chance, 1),
  })(value, path);
  if (read.type !== null && read.family === null) {
    throw new TopologyError(`${path}.type`, 'is of one family: the filter must have a family');
  }
  return read;
};

const word4or6: Reader<4 | 6> = (value, path) => {
  if (value === 4 || value === 6) return value;
  throw new TopologyError(path, `is ${JSON.stringify(value)}, must be 4 or 6`);
};

const nat: Reader<Nat> = fields<Nat>({
  inside: list(text),
  addresses: list(address),
  ports: or(word('keep', 'rewrite'), 'keep'),
  quotes: or(word('translated', 'stale-checksum', 'untranslated'), 'translated'),
});

const quote: Reader<QuoteHabits> = fields<QuoteHabits>({
  length: or(numberOr(whole(0, 65535), word('minimum', 'full')), 'full'),
  padTo: or(whole(0, 1232), 0),
  identification: or(word('keep', 'zero', 'increment', 'swap'), 'keep'),
  totalLength: or(word('keep', 'swap', 'less-header'), 'keep'),
  ttl: or(byte, null),
  headerChecksum: or(word('keep', 'zero'), 'keep'),
  transportChecksum: or(word('keep', 'zero'), 'keep'),
  destination: or(address, null),
  lengthField: or(numberOr(byte, word('right', 'absent', 'bytes')), 'right'),
  extensionChecksum: or(word('right', 'zero'), 'right'),
  extensionVersion: or(word('right', 'swapped'), 'right'),
});

const limit: Reader<{ readonly count: number; readonly per: number }> = fields({
  count: whole(0, 1e9),
  per: number(0.001, 3_600_000),
});

const someErrors: Reader<Errors> = fields<Errors>({
  timeExceeded: or(flag, true),
  unreachable: or(flag, true),
  from: or((value, path) => (isPlace(value) ? value : address(value, path)), 'incoming'),
  ttl: or(numberOr(byte, word('initial', 'probe')), 'initial'),
  limit: or(limit, null),
  loss: or(chance, 0),
  delay: or(milliseconds, 0),
  jitter: or(milliseconds, 0),
  copies: or(whole(1, 100), 1),
  quote: (value, path) => quote(value ?? {}, path),
  interfaceInformation: or(flag, false),
});

const errors: Reader<Errors> = (value, path) => {
  if (typeof value !== 'boolean') return someErrors(value, path);
  return someErrors({ timeExceeded: value, unreachable: value }, path);
};

const services: Reader<Services> = fields<Services>({
  echo: or(flag, true),
  udp: or(list(port), []),
  tcp: or(list(port), []),
  closed: or(word('refuse', 'ignore'), 'refuse'),
  from: or(address, null),
  delay: or(milliseconds, 0),
  jitter: or(milliseconds, 0),
});

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPlace(value: unknown): value is 'incoming' | 'outgoing' | 'node' {
  return value === 'incoming' || value === 'outgoing' || value === 'node';
}
