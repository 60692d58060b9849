import type { Protocol } from './live/ways.js';

/**
 * What only a caller without types can give. Said here, in the caller's words: further in it would be a property of
 * undefined that nobody can read, or a wrong answer.
 */

/** Throws `TypeError` where that is no target. */
export function checkTarget(target: unknown): void {
  if (typeof target === 'string' || ArrayBuffer.isView(target)) return;
  throw wrong('target', target, 'an address, its 4 or 16 bytes, or a host name');
}

/** Throws `TypeError` where these are no options, or `signal` or `transport` is none; `RangeError` for another `family`. */
export function checkMeans(options: unknown): void {
  if (typeof options !== 'object' || options === null) throw wrong('options', options, 'an object');
  const { family, signal, transport } = options as Readonly<Record<string, unknown>>;
  if (family !== undefined && family !== 4 && family !== 6) {
    throw new RangeError(`family is ${shown(family)}, must be 4 or 6`);
  }
  if (signal !== undefined && lacks(signal, ['addEventListener', 'throwIfAborted']).length > 0) {
    throw wrong('signal', signal, 'an AbortSignal');
  }
  if (transport === undefined || typeof transport === 'string') return;
  const lacking = lacks(transport, ['clock', 'capabilities', 'open', 'send', 'sourceFor', 'close']);
  if (lacking.length > 0) {
    throw wrong('transport', transport, `the name of one or a Transport, which has ${lacking.join(', ')}`);
  }
}

/** Throws `TypeError` where these are no needs of a live transport, `RangeError` for another `protocol`. */
export function checkNeeds(needs: unknown): void {
  if (typeof needs !== 'object' || needs === null) throw wrong('needs', needs, "an object such as { protocol: 'udp' }");
  const { protocol } = needs as Readonly<Record<string, unknown>>;
  if (!PROTOCOLS.some((each) => each === protocol)) {
    throw new RangeError(`protocol is ${shown(protocol)}, must be one of ${PROTOCOLS.join(', ')}`);
  }
}

const PROTOCOLS: readonly Protocol[] = ['udp', 'icmp', 'tcp'];

function lacks(value: unknown, members: readonly string[]): readonly string[] {
  return members.filter((member) => typeof value !== 'object' || value === null || !(member in value));
}

function wrong(name: string, value: unknown, wanted: string): TypeError {
  return new TypeError(`${name} is ${shown(value)}, must be ${wanted}`);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
