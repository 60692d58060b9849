import { formatAddress, parseAddress } from '@hoplite/codec';

/** What is wrong with a topology, and where in the document. */
export class TopologyError extends Error {
  /** Tells it from other errors, also where it came from another thread or copy of the package. */
  override readonly name = 'TopologyError';
  /** Such as `links[2].loss`; empty for the document itself. */
  readonly path: string;
  /** What is there, and what may be. */
  readonly fault: string;

  /** @internal */
  constructor(path: string, fault: string) {
    super(`${path === '' ? 'the topology' : path} ${fault}`);
    this.path = path;
    this.fault = fault;
  }
}

/** Checks a value from a JSON document and gives it its type. Throws `TopologyError`. */
export type Reader<T> = (value: unknown, path: string) => T;

/** An object with exactly these members. */
export function fields<T extends object>(readers: { readonly [K in keyof T]-?: Reader<T[K]> }): Reader<T> {
  const known = Object.keys(readers) as (keyof T & string)[];
  return (value, path) => {
    const given = members(value, path);
    const unknown = Object.keys(given).find((key) => !(known as string[]).includes(key));
    if (unknown !== undefined) {
      throw new TopologyError(member(path, unknown), `is nothing known here; there are ${known.join(', ')}`);
    }
    return Object.fromEntries(known.map((key) => [key, readers[key](given[key], member(path, key))])) as T;
  };
}

/** Of these members, those that are there. */
export function some<T extends object>(readers: { readonly [K in keyof T]-?: Reader<T[K]> }): Reader<Partial<T>> {
  const read = fields<Partial<T>>(
    Object.fromEntries(
      Object.entries(readers).map(([key, reader]) => [key, or(reader as Reader<unknown>, undefined)]),
    ) as {
      readonly [K in keyof T]-?: Reader<T[K] | undefined>;
    },
  );
  return (value, path) =>
    Object.fromEntries(Object.entries(read(value, path)).filter(([, given]) => given !== undefined)) as Partial<T>;
}

/** What `read` reads, or `fallback` where nothing is given. */
export function or<T, F>(read: Reader<T>, fallback: F): Reader<T | F> {
  return (value, path) => (value === undefined || value === fallback ? fallback : read(value, path));
}

/** An object whose keys are names. */
export function record<T>(read: Reader<T>): Reader<Readonly<Record<string, T>>> {
  return (value, path) =>
    Object.fromEntries(Object.entries(members(value, path)).map(([key, item]) => [key, read(item, member(path, key))]));
}

export function list<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value, path) => {
    if (!Array.isArray(value)) throw new TopologyError(path, `is ${shown(value)}, must be a list`);
    return value.map((item, index) => read(item, `${path}[${index}]`));
  };
}

export function number(least: number, most: number): Reader<number> {
  return (value, path) => {
    if (typeof value === 'number' && value >= least && value <= most) return value;
    throw new TopologyError(path, `is ${shown(value)}, must be a number from ${least} to ${most}`);
  };
}

/** No delay is longer than an hour, so that sums of them stay exact. */
export const milliseconds: Reader<number> = number(0, 3_600_000);

export function whole(least: number, most: number): Reader<number> {
  return (value, path) => {
    if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return value as number;
    throw new TopologyError(path, `is ${shown(value)}, must be a whole number from ${least} to ${most}`);
  };
}

export const flag: Reader<boolean> = (value, path) => {
  if (typeof value === 'boolean') return value;
  throw new TopologyError(path, `is ${shown(value)}, must be true or false`);
};

export const text: Reader<string> = (value, path) => {
  if (typeof value === 'string' && value !== '') return value;
  throw new TopologyError(path, `is ${shown(value)}, must be a text`);
};

/** One of these words. */
export function word<const W extends string>(...words: readonly W[]): Reader<W> {
  return (value, path) => {
    if ((words as readonly unknown[]).includes(value)) return value as W;
    throw new TopologyError(path, `is ${shown(value)}, must be ${words.map((w) => `"${w}"`).join(' or ')}`);
  };
}

/** Numbers are read by `asNumber`, all else by `other`. */
export function numberOr<T>(asNumber: Reader<number>, other: Reader<T>): Reader<number | T> {
  return (value, path) => (typeof value === 'number' ? asNumber(value, path) : other(value, path));
}

/** An address of either family, made canonical. */
export const address: Reader<string> = (value, path) => {
  const bytes = typeof value === 'string' ? parseAddress(value) : null;
  if (bytes === null) throw new TopologyError(path, `is ${shown(value)}, must be an IPv4 or IPv6 address`);
  return formatAddress(bytes);
};

/** `address/length`, made canonical; an address alone is a network of one. */
export const prefix: Reader<string> = (value, path) => {
  const [start = '', length, ...more] = typeof value === 'string' ? value.split('/') : [];
  const bytes = parseAddress(start);
  const bits = (bytes?.length ?? 0) * 8;
  const counted = length === undefined ? bits : /^\d{1,3}$/.test(length) ? Number(length) : bits + 1;
  if (bytes === null || more.length > 0 || counted > bits) {
    throw new TopologyError(path, `is ${shown(value)}, must be a network such as 192.0.2.0/24 or 2001:db8::/32`);
  }
  return `${formatAddress(bytes)}/${counted}`;
};

function members(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new TopologyError(path, `is ${shown(value)}, must be an object`);
}

function member(path: string, key: string): string {
  const plain = /^[A-Za-z_$][\w$]*$/.test(key);
  if (!plain) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

function shown(value: unknown): string {
  const json = value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value));
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}
